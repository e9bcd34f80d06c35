/** `results.sarif`: valid by its schema, each finding with its rule and its place, whatever the texts hold. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import Ajv4 from 'ajv-draft-04';
import formats from 'ajv-formats';
import type { Log, Result, Run } from 'sarif';
import type { Results } from '../../src/reports/results.js';
import { sarif } from '../../src/reports/sarif.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { everyKind, hostileResults } from './hostile-results.js';
import { info, location, run, scenarioResult, status200 } from './reports-literals.js';

/** The schema that OASIS publishes with the standard. */
const schema = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

// One of its patterns is none with the flag `u`.
const ajv = new Ajv4.default({ allErrors: true, strict: false, logger: false, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));

function problems(log: unknown): unknown {
  validate(JSON.parse(JSON.stringify(log)));
  return validate.errors ?? [];
}

function onlyRun(results: Results): Run {
  const [first] = sarif(results).runs;
  if (!first) throw new Error('no run');
  return first;
}

function findings(...given: readonly Partial<Verdict>[]): Result[] {
  return onlyRun(run([scenarioResult('a', given)])).results ?? [];
}

for (const [name, results] of Object.entries<() => Results>({
  'every kind of entry': everyKind,
  'hostile texts': hostileResults,
  'a run that never began': () => run([], { info: { contract: { ...info.contract, sha256: '' } } }),
}))
  test(`is valid by the schema of SARIF 2.1.0: ${name}`, () => {
    expect(problems(sarif(results()))).toEqual([]);
  });

test('the schema refuses what is no SARIF', () => {
  const log = sarif(everyKind());
  const broken: readonly unknown[] = [
    {},
    { ...log, version: '2.0.0' },
    { ...log, runs: [{ ...log.runs[0], results: [{ level: 'fatal', message: {} }] }] },
  ] satisfies readonly (Partial<Log> | unknown)[];
  for (const one of broken) expect(problems(one)).not.toEqual([]);
});

test('the rule is the requirement, with its sentence, its source and its link', () => {
  const { tool, results = [] } = onlyRun(run([scenarioResult('a', [{ outcome: 'fail' }])]));
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ ruleId: status200, ruleIndex: 0, level: 'error' });
  expect(tool.driver.rules?.[0]).toMatchObject({
    id: status200,
    shortDescription: { text: 'A granted token request is answered with HTTP status 200.' },
    helpUri: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1',
    properties: { level: 'MUST', source: 'RFC 6749 section 5.1' },
  });
});

test('each rule stands once, and each finding refers to its own', () => {
  const { tool, results = [] } = onlyRun(everyKind());
  const ids = tool.driver.rules?.map(({ id }) => id) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  for (const { ruleId, ruleIndex = -1 } of results) expect(ids[ruleIndex]).toBe(ruleId);
});

test('a finding about the document has file, line and pointer; one about the server has the document', () => {
  const [about, server] = findings(
    { check: 'd', outcome: 'fail', cause: 'contract', location },
    { check: 's', outcome: 'fail' },
  );
  expect(about?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: 'specs/example.openapi.yaml' },
        region: { startLine: 41 },
      },
      logicalLocations: [{ fullyQualifiedName: '#/components/schemas/Token', kind: 'element' }],
    },
  ]);
  expect(server?.locations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'specs/example.openapi.yaml' },
  });
});

test('what is no finding is left out; a waived one is suppressed with its reason', () => {
  const waiver = { check: 'v', owner: 'someone', reason: 'known', expires: '2099-12-31' };
  const all = findings(
    { outcome: 'pass' },
    { check: 'n', outcome: 'not-applicable' },
    { check: 'w', outcome: 'warn' },
    { check: 'i', outcome: 'info' },
    { check: 'v', outcome: 'waived', waiver, waivedFrom: 'fail' },
  );
  expect(all.map(({ level }) => level)).toEqual(['warning', 'note', 'error']);
  expect(all[2]?.suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: 'known' }]);
});

test('the same finding has the same fingerprint in the next run, another one another', () => {
  const fingerprint = (given: Partial<Verdict>): unknown => findings(given)[0]?.partialFingerprints;
  expect(fingerprint({ outcome: 'fail', actual: 'x' })).toEqual(
    fingerprint({ outcome: 'fail', actual: 'y' }),
  );
  expect(fingerprint({ outcome: 'fail' })).not.toEqual(fingerprint({ outcome: 'fail', check: 'other' }));
});

test('texts hold no link, no placeholder and no control character, and paths are URIs', () => {
  const [one] = findings({
    outcome: 'fail',
    actual: '[a](javascript:x) {0} \u001b[31m \u202e',
    location: { ...location, file: 'a b/ü#?.yaml' },
  });
  expect(one?.message.text).toContain('[a\\](javascript:x) {{0}} \\x1b[31m \\u{202e}');
  expect(one?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%20b/%C3%BC%23%3F.yaml');
});

test('says how the run ended', () => {
  expect(onlyRun(run([scenarioResult('a', [{ outcome: 'fail' }])])).invocations).toEqual([
    {
      executionSuccessful: true,
      exitCode: 1,
      startTimeUtc: '2026-09-21T13:33:20.000Z',
      endTimeUtc: '2026-09-21T13:33:50.000Z',
    },
  ]);
  expect(onlyRun(run([], { faults: ['x'] })).invocations?.[0]?.executionSuccessful).toBe(false);
});
