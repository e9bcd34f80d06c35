/** The parts of a run, merged. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { mergeShards } from '../../src/reports/merge-shards.js';
import type { Results } from '../../src/reports/results.js';
import { buildResults } from '../../src/reports/results.js';
import { readShardFile, type Shard, shardText } from '../../src/reports/shard-file.js';
import { newWhereabouts, runCommand, type Whereabouts } from './command-process.js';
import { record, scenarioResult } from './reports-literals.js';

const parts = [1, 2, 3, 4];

function read(place: Whereabouts, folder: string, file: string): string {
  return readFileSync(join(place.work, folder, file), 'utf8');
}

/**
 * Without what differs between any two runs (clocks, ports, ids), and without where else an invariant was broken: each part
 * sends the valid request between scenarios as often as it needs it, and these repeats are told there.
 */
function comparable({ target, run, results, scenarios, exchanges, preflight, ...rest }: Results): unknown {
  return {
    ...{ ...rest, contract: target.contract, profile: target.profile, preflight: preflight?.ok },
    ...{ seed: run.seed, aborted: run.aborted, shown: new Set(exchanges.map(({ scenario }) => scenario)) },
    results: results.map(({ affected: _, exchange: __, ...result }) => result),
    scenarios: scenarios.map(({ milliseconds: _, ...scenario }) => scenario),
  };
}

/** Name and end of each test case. */
function testCases(xml: string): string[] {
  return [...xml.matchAll(/<testcase [^>]*?\bname="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, name, content = '']) => `${name}: ${/<(failure|error|skipped)\b/.exec(content)?.[1] ?? 'passed'}`,
  );
}

test('make the same results and reports as one run', async () => {
  test.setTimeout(600_000);
  const place = newWhereabouts('merge');
  const sandbox = await startSandbox({ fault: 'success-cacheable' });
  const run = (folder: string, ...more: readonly string[]) =>
    runCommand(
      place,
      ['run', '--seed', '7', '--profile', 'sandbox', '--report-dir', folder, ...more],
      sandbox.environment,
    );
  try {
    const whole = await run('whole');
    expect(whole.code, whole.err).toBe(1);
    for (const part of parts) {
      const { code } = await run(`part-${part}`, '--shard', `${part}/4`);
      // Part of a suite is never compatible.
      expect([1, 3]).toContain(code);
    }
  } finally {
    await sandbox.close();
  }
  // In any order.
  const folders = [3, 1, 4, 2].map((part) => `part-${part}`);
  const merged = await runCommand(place, ['merge', ...folders, '--report-dir', 'merged'], {});
  expect(merged.code, merged.err).toBe(1);
  const [one, all] = ['whole', 'merged'].map(
    (folder): Results => JSON.parse(read(place, folder, 'results.json')),
  );
  expect(all?.partial).toBe(false);
  expect(all?.verdict).toBe('incompatible');
  expect(comparable(all as Results)).toEqual(comparable(one as Results));
  const cases = testCases(read(place, 'merged', 'junit.xml'));
  expect(cases.length).toBeGreaterThan(300);
  expect(cases).toEqual(testCases(read(place, 'whole', 'junit.xml')));
  for (const file of ['conformance.html', 'summary.md'])
    expect(read(place, 'merged', file)).toContain('cache-control-no-store');

  rmSync(join(place.work, 'part-2'), { recursive: true });
  const fewer = await runCommand(place, ['merge', 'part-1', 'part-3', 'part-4', '--report-dir', 'fewer'], {});
  expect(fewer.out).toContain('Missing: part 2 of 4. The result is partial.');
  expect((JSON.parse(read(place, 'fewer', 'results.json')) as Results).partial).toBe(true);
});

test('need one seed, said before anything is sent', async () => {
  const place = newWhereabouts('merge-seed');
  const { code, err } = await runCommand(place, ['run', '--shard', '1/2'], {});
  expect(code).toBe(2);
  expect(err).toContain('add --seed');
});

const shard = (current: number, id: string, over: Partial<Shard> = {}): Shard => ({
  ...{ file: `part-${current}/shard.json`, part: { current, total: 2 }, requirementsRevision: 'r' },
  record: record([scenarioResult(id)], { info: { totalScenarios: 2 } }),
  ...over,
});

const withInfo = (current: number, info: object): Shard => ({
  ...shard(current, 'b'),
  record: record([scenarioResult('b')], { info: { totalScenarios: 2, ...info } }),
});

test('are written and read without loss', () => {
  const place = newWhereabouts('merge-file');
  const { record: written } = shard(1, 'a');
  writeFileSync(join(place.work, 'shard.json'), shardText(written, { current: 1, total: 2 }));
  const { record: again, part } = readShardFile(place.work);
  expect(part).toEqual({ current: 1, total: 2 });
  const { run: _, ...results } = buildResults(again);
  const { run: __, ...expected } = buildResults(written);
  expect(results).toEqual(expected);
});

test('a part that broke off makes the whole one that did', () => {
  const aborted = shard(2, 'b');
  const whole = mergeShards([shard(1, 'a'), { ...aborted, record: { ...aborted.record, aborted: true } }]);
  expect(whole.aborted).toBe(true);
  expect([...whole.judged.keys()]).toEqual(['a', 'b']);
});

const refused: readonly [shards: readonly Shard[], problem: RegExp][] = [
  [[], /nothing to merge/],
  [[shard(1, 'a'), shard(1, 'b')], /both part 1 of 2: name each part once/],
  [[shard(1, 'a'), shard(2, 'b', { part: { current: 2, total: 3 } })], /number of parts/],
  [[shard(1, 'a'), shard(2, 'b', { requirementsRevision: 's' })], /catalogue/],
  [[shard(1, 'a'), withInfo(2, { seed: 8 })], /seed: run all parts with one --seed/],
  [[shard(1, 'a'), withInfo(2, { profile: 'other' })], /profile/],
  [[shard(1, 'a'), withInfo(2, { target: 'https://other.example' })], /target/],
  [[shard(1, 'a'), withInfo(2, { version: '9' })], /version/],
];

for (const [shards, problem] of refused)
  test(`are refused: ${problem.source}`, () => expect(() => mergeShards(shards)).toThrow(problem));

test('a file that is no part is refused with the mend', async () => {
  const place = newWhereabouts('merge-refused');
  writeFileSync(join(place.work, 'other.json'), '{"schemaVersion":1}');
  writeFileSync(join(place.work, 'broken.json'), '{');
  for (const [file, problem] of [
    ['nowhere', /cannot be read \(ENOENT\)/],
    ['other.json', /is no part of a run/],
    ['broken.json', /is not JSON/],
  ] as const) {
    const { code, err } = await runCommand(place, ['merge', file], {});
    expect(code).toBe(2);
    expect(err).toMatch(problem);
    expect(err).toContain('name the report folders of runs with --shard');
  }
});
