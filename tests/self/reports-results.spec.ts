import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readContract } from '../../src/contract/read-contract.js';
import { reportedAssumptions } from '../../src/reports/assumptions.js';
import type { Results } from '../../src/reports/results.js';
import { readResultsFile } from '../../src/reports/results-file.js';
import { writeAtomically } from '../../src/reports/write-atomically.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { exchange, info, location, run, scenarioResult, summaryOf, unjudged } from './reports-literals.js';

const schema = JSON.parse(readFileSync(join(packageRoot, 'schemas/results.schema.json'), 'utf8'));

/** Members that the schema does not know are an error here: the schema has to keep up with the file. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && copy.type === 'object' ? { ...copy, additionalProperties: false } : copy;
}

function problems(results: unknown): unknown {
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(closed(schema) as object);
  validate(JSON.parse(JSON.stringify(results)));
  return validate.errors ?? [];
}

const everything = (): Results =>
  run(
    [
      scenarioResult(
        'a',
        [{}, { check: 'b', outcome: 'fail', exchange: 'a#1' }, { check: 'c', outcome: 'not-applicable' }],
        {
          exchanges: [exchange({ id: 'a#1', scenario: 'a' })],
          satisfied: ['no-store'],
          requests: 3,
        },
      ),
      scenarioResult('b', [
        { check: 'json', invariant: true, outcome: 'fail' },
        { check: 'w', outcome: 'warn', cause: 'contract', location },
        { check: 'i', outcome: 'info' },
        { check: 'v', outcome: 'waived' },
      ]),
      unjudged('c', 'role OTHER is not configured', { unmet: 'OTHER' }),
    ],
    {
      faults: ['Playwright could not run the suite'],
      info: {
        targetName: 'north',
        contract: { ...info.contract, assumptions: [{ what: 'the request is a form', pointer: '#/paths' }] },
        preflight: {
          ok: true,
          page: 'Preflight: ok',
          steps: [{ name: 'connection', outcome: 'ok', seen: 'it answers', likely: 'x', change: 'y' }],
        },
      },
    },
  );

test('the schema describes the file, with every kind of outcome in it', () => {
  const results = everything();
  expect(Object.values(results.counts).every((number) => number > 0)).toBe(true);
  expect(problems(results)).toEqual([]);
});

test('what a document leaves open is in the file, however much it is; files of before are read without', async () => {
  const { assumptions } = await readContract(join(packageRoot, 'tests', 'self', 'dialects', 'slips.yaml'));
  expect(reportedAssumptions({ assumptions, pointer: '#' })).toEqual(assumptions);
  expect(assumptions.some(({ what }) => what.includes('it is read all the same'))).toBe(true);
  const many = Array.from({ length: 5000 }, () => ({
    what: 'x'.repeat(10_000),
    pointer: `#/${'y'.repeat(9000)}`,
  }));
  const bounded = reportedAssumptions({ assumptions: many, pointer: '#/paths' });
  expect(bounded).toHaveLength(101);
  expect(bounded.at(-1)).toEqual({ what: 'and 4900 more', pointer: '#/paths' });
  expect(JSON.stringify(bounded).length).toBeLessThan(110_000);
  const results = run([], { info: { contract: { ...info.contract, assumptions: bounded } } });
  expect(results.target.contract.assumptions).toEqual(bounded);
  const file = join(mkdtempSync(join(tmpdir(), 'token-conformance-assumed-')), 'results.json');
  writeFileSync(file, JSON.stringify(run([])));
  expect(readResultsFile(file).target.contract.assumptions).toBeUndefined();
});

test('the schema describes the file of a run that never began', () => {
  const preflight = { ok: false, page: 'Preflight: nobody listens', steps: [] } as const;
  const results = run([], { info: { preflight, totalScenarios: 9 } });
  expect(problems(results)).toEqual([]);
  expect(results).toMatchObject({ verdict: 'inconclusive', exitCode: 3, partial: true, preflight });
});

test('the schema refuses what is no result', () => {
  const results = everything();
  expect(problems({ ...results, verdict: 'fine' })).not.toEqual([]);
  expect(problems({ ...results, counts: { ...results.counts, pass: undefined } })).not.toEqual([]);
  expect(problems({ ...results, surprise: true })).not.toEqual([]);
});

test('counts are the numbers of results', () => {
  const { counts, results } = everything();
  const numbers = Object.values(counts).reduce((sum, number) => sum + number, 0);
  expect(numbers).toBe(results.length);
  expect(counts).toMatchObject({
    error: 1,
    fail: 2,
    warn: 1,
    info: 1,
    waived: 1,
    notApplicable: 1,
    inconclusive: 1,
  });
});

test('a broken invariant belongs to the first scenario that broke it, and says which others do', () => {
  const breaking = (scenario: string) =>
    scenarioResult(scenario, [
      { check: 'json', invariant: true, outcome: 'fail', exchange: `${scenario}#1` },
    ]);
  const { results, counts, scenarios } = run([breaking('a'), breaking('b')]);
  expect(counts.fail).toBe(1);
  expect(results[0]?.affected?.map((one) => one.exchange)).toEqual(['a#1', 'b#1']);
  expect(scenarios.map(({ outcome }) => outcome)).toEqual(['fail', 'pass']);
});

test('a scenario without any verdict is not silently absent', () => {
  const selected = ['a', 'b', 'c'].map(summaryOf);
  const results = run([], {
    selected,
    judged: new Map([
      ['a', { kind: 'skipped', reason: 'not today', milliseconds: 0 }],
      ['b', { kind: 'error', message: 'the worker ended', milliseconds: 0 }],
    ]),
  });
  expect(results.results).toEqual([
    expect.objectContaining({
      scenario: 'a',
      check: 'scenario',
      outcome: 'inconclusive',
      message: 'not today',
    }),
    expect.objectContaining({
      scenario: 'b',
      check: 'scenario',
      outcome: 'error',
      message: 'the worker ended',
    }),
  ]);
  expect(results.scenarios.map(({ outcome }) => outcome)).toEqual(['inconclusive', 'error', 'inconclusive']);
  expect(results.exitCode).toBe(4);
});

test('a report is replaced as a whole, and its folder is made', () => {
  const folder = join(test.info().outputPath(), 'deep', 'er');
  writeAtomically(join(folder, 'results.json'), 'old');
  writeAtomically(join(folder, 'results.json'), 'new');
  expect(readdirSync(folder)).toEqual(['results.json']);
  expect(readFileSync(join(folder, 'results.json'), 'utf8')).toBe('new');
});
