/** Patterns take a time that is linear in a text, because the text may be the target's: a megabyte squared is a day. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { analyse } from 'scslre';
import { packageRoot } from '../../src/settings/package-root.js';
import { sourceFiles } from './import-statements.js';

/** Not linear, and never applied to a text that a target or a document chose the length of. */
const short: Readonly<Record<string, string>> = {
  'src/checks/sent-secrets.ts /=+$/': 'base64 made here: two at most',
  'src/http/encodings.ts /=+$/': 'base64 made here: two at most',
  'src/scenarios/fuzz/mutation.ts /=+$/': 'base64 made here: two at most',
  'src/checks/invariants/error-description-generic.ts /[\\w.+*-]+@[\\w-]+\\.[a-z]{2,}/i':
    'cut to 2000 characters',
  'src/http/curl.ts /#.*$/s': 'a URL of ours',
  'src/http/evidence.ts /#.*$/s': 'a URL of ours',
  'src/http/evidence.ts /^\\s*(\\S+)(.*)$/s': 'never fails after it began: nothing is tried again',
  'src/http/redaction.ts /^\\s*(\\S+)\\s*(.*)$/s': 'never fails after it began: nothing is tried again',
  'src/http/secret-fields.ts /[^\\r\\n]+?(?=(?:GET|POST) \\/\\S* HTTP\\/1\\.[01](?:[\\r\\n]|$))|[^\\r\\n]+/g':
    'requests of ours',
  'src/scenarios/families/wrong-users.ts /(?=@[^@]*$)|(?<!@.*)$/': 'a configured user name',
  'src/scenarios/fuzz/bytes.ts /^[\\s\\p{Cc}]+|[\\s\\p{Cc}]+$/gu': 'a value of ours',
  'src/scenarios/fuzz/texts.ts /^[\\t ]+|[\\t ]+$/g': 'a value of ours',
  'src/session/valid-request.ts /\\/+$/': 'a URL of ours',
};

/** Enough to find a literal in code that Biome has formatted; one that it misses is one that is not analysed. */
const literal =
  /(?<=[=(,!?:&|[{]\s*|return |\n\s*)\/((?:[^/\\\n[*]|\\.|\[(?:[^\]\\\n]|\\.)*\])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])*)\/([dgimsuvy]*)/g;

/** Patterns that meet documents are not among them: a document is the user's own, and limited in size. */
const reading = ['http', 'checks', 'session', 'reports', 'verdicts', 'scenarios'];

test('every pattern that may meet a text of the target is linear, or says why it need not be', () => {
  const files = reading.flatMap((folder) => sourceFiles(packageRoot, `src/${folder}`));
  let seen = 0;
  const slow = new Set<string>();
  for (const { path } of files.filter((file) => !file.path.startsWith('src/checks/document/'))) {
    const code = readFileSync(join(packageRoot, path), 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '');
    for (const { 0: whole, 1: source = '', 2: flags = '' } of code.matchAll(literal)) {
      seen++;
      const { reports } = analyse(new RegExp(source, flags));
      if (reports.length > 0) slow.add(`${path} ${whole}`);
    }
  }
  expect(seen).toBeGreaterThan(250);
  expect([...slow].sort()).toEqual(Object.keys(short).sort());
});
