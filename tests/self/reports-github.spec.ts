/** What GitHub Actions is given: notes on lines of the document, and the summary of the job. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { annotations, appendStepSummary } from '../../src/reports/github.js';
import { summaryMarkdown } from '../../src/reports/summary-markdown.js';
import { everyKind, hostileResults } from './hostile-results.js';
import { location, run, scenarioResult } from './reports-literals.js';

const found = (overrides: object): string =>
  annotations(run([scenarioResult('a', [{ cause: 'contract', location, outcome: 'fail', ...overrides }])]));

test('a broken document is an error on its line, a recommendation a warning', () => {
  expect(found({})).toBe(
    '::error file=specs/example.openapi.yaml,line=41,title=granted-with-200::' +
      'a granted request is answered with HTTP 200 · HTTP 201 · #/components/schemas/Token\n',
  );
  expect(found({ outcome: 'warn' })).toMatch(/^::warning file=/);
});

test('what the document is not to blame for, what is waived and what has no place is no note', () => {
  for (const overrides of [
    { cause: 'implementation' },
    { cause: 'configuration' },
    { location: undefined },
    { outcome: 'pass' },
    { outcome: 'waived' },
    { outcome: 'info' },
  ])
    expect(found(overrides)).toBe('');
});

test('a place without a line is a note on the file; the same note is made once', () => {
  expect(found({ location: { ...location, line: undefined } })).toContain('openapi.yaml,title=');
  const twice = [{}, {}].map(() => ({ cause: 'contract' as const, location, outcome: 'fail' as const }));
  expect(annotations(run([scenarioResult('a', twice)])).match(/::error/g)).toHaveLength(1);
});

test('texts are escaped by the rules of workflow commands', () => {
  const line = found({
    check: 'a:b,c',
    location: { ...location, file: 'specs/a,line=1::b%.yaml' },
    actual: '100%\r\n::error::owned',
  });
  expect(line).toMatch(/^::error file=specs\/a%2Cline=1%3A %3Ab%25\.yaml,line=41,title=a%3Ab%2Cc::/);
  expect(line).toContain('100%25\\x0d\\x0a: :error: :owned');
  expect(line.match(/\n/g)).toHaveLength(1);
});

test('nothing that a document or a target says begins a command', () => {
  const lines = annotations(hostileResults()).trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line.match(/::/g), 'that of the command, before its name and after its properties').toHaveLength(
      2,
    );
    expect(line).toMatch(/^::(error|warning) file=[^:,]*,line=41,title=[^:,]*::/);
    expect(line).not.toMatch(/##vso\[|##\[|[\u0000-\u001f\u202e]/);
  }
});

test('the summary is appended to what other commands of the step wrote', () => {
  const file = test.info().outputPath('summary');
  writeFileSync(file, 'before\n');
  appendStepSummary(file, everyKind());
  expect(readFileSync(file, 'utf8')).toBe(`before\n${summaryMarkdown(everyKind())}\n`);
});

test('a summary that GitHub would refuse with all that is in the file is left out', () => {
  const file = test.info().outputPath('summary');
  writeFileSync(file, 'before\n');
  appendStepSummary(file, run([scenarioResult('a', [{ outcome: 'fail', actual: 'x'.repeat(2 ** 20) }])]));
  expect(readFileSync(file, 'utf8')).toBe('before\n');
});
