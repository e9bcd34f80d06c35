/** Waivers: what they cover, when they are stale, what is refused, and what a run with them ends with. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { startSandbox } from '../../sandbox/server.js';
import { readWaivers, validateWaivers } from '../../src/session/waiver-file.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { dayOf, staleWaivers, type Waiver, waive } from '../../src/verdicts/waivers.js';
import { newWhereabouts, readResults, runCommand, type Whereabouts } from './command-process.js';
import { run, scenarioResult } from './reports-literals.js';

const today = '2026-09-21';

function waiver(overrides: Partial<Waiver> = {}): Waiver {
  return { check: 'no-store', owner: 'Jo', reason: 'known', expires: '2026-12-31', ...overrides };
}

function deviation(overrides: Partial<Verdict> = {}): Verdict {
  const [verdict] = scenarioResult('password/valid/minimal', [
    { check: 'no-store', requirements: ['RFC6749-5.1-no-store'], outcome: 'fail', ...overrides },
  ]).verdicts;
  if (!verdict) throw new Error('no verdict');
  return { ...verdict, ...overrides };
}

const covered: readonly [title: string, waiver: Partial<Waiver>, covered: boolean][] = [
  ['the check in every scenario', {}, true],
  ['a requirement of the check', { check: undefined, requirement: 'RFC6749-5.1-no-store' }, true],
  ['another requirement', { check: undefined, requirement: 'RFC6749-5.1-pragma' }, false],
  ['another check', { check: 'pragma' }, false],
  ['the scenario by name', { scenario: 'password/valid/minimal' }, true],
  ['the scenario by pattern', { scenario: 'password/*' }, true],
  ['a pattern is for the whole name', { scenario: 'valid/*' }, false],
  ['a dot is a dot', { scenario: 'password.valid.minimal' }, false],
  ['its last day', { expires: today }, true],
  ['the day after its last', { expires: '2026-09-20' }, false],
];

for (const [title, overrides, expected] of covered)
  test(`covers, or does not: ${title}`, () => {
    const verdict = deviation();
    const waived = waive(verdict, [waiver(overrides)], today);
    expect(waived.outcome).toBe(expected ? 'waived' : 'fail');
    expect(waived.waiver).toEqual(expected ? waiver(overrides) : undefined);
  });

test('a warning can be waived, and nothing else that is no failure', () => {
  const outcomeOf = (outcome: Verdict['outcome']) => waive(deviation({ outcome }), [waiver()], today);
  expect(outcomeOf('warn')).toMatchObject({ outcome: 'waived', waivedFrom: 'warn' });
  for (const outcome of ['pass', 'info', 'error', 'inconclusive', 'not-applicable'] as const)
    expect(outcomeOf(outcome).outcome).toBe(outcome);
});

test.describe('stale', () => {
  const checks = [{ id: 'no-store', requirements: ['RFC6749-5.1-no-store'] }];
  const kept = scenarioResult('password/valid/minimal', [{ check: 'no-store', outcome: 'pass' }]);
  const satisfied = scenarioResult('password/valid/minimal', [], { satisfied: ['no-store'] });
  const unknown = scenarioResult('password/valid/minimal', [{ check: 'no-store', outcome: 'inconclusive' }]);
  const used = scenarioResult('password/valid/minimal', [
    { check: 'no-store', outcome: 'waived', waiver: waiver(), waivedFrom: 'fail' },
  ]);
  const rows = [
    { title: 'needed', results: [used], complete: true, why: undefined },
    { title: 'kept by the server now', results: [kept], complete: false, why: /no longer fails/ },
    { title: 'an invariant that holds now', results: [satisfied], complete: false, why: /no longer fails/ },
    { title: 'what it is about could not be judged', results: [unknown], complete: false, why: undefined },
    { title: 'a part of the run that says nothing', results: [], complete: false, why: undefined },
    { title: 'a whole run that has no such thing', results: [], complete: true, why: /matches nothing/ },
  ];
  for (const { title, results, complete, why } of rows)
    test(`or not: ${title}`, () => {
      const stale = staleWaivers({ waivers: [waiver()], results, checks, day: today, complete });
      if (why === undefined) expect(stale).toEqual([]);
      else expect(stale).toMatchObject([{ waiver: waiver(), why: expect.stringMatching(why) }]);
    });

  test('an expired one is, although it would still be needed', () => {
    const expired = waiver({ expires: '2026-09-20' });
    const stale = staleWaivers({ waivers: [expired], results: [used], checks, day: today, complete: true });
    expect(stale).toEqual([{ waiver: expired, why: 'it expired on 2026-09-20' }]);
  });

  test('fails a run that is sound otherwise', () => {
    const results = run([kept], { info: { waivers: [waiver({ check: 'granted-with-200' })] } });
    expect(results.staleWaivers).toHaveLength(1);
    expect(results).toMatchObject({ verdict: 'compatible', exitCode: 1 });
  });
});

const broken: readonly [title: string, text: string, pointer: string, problem: RegExp][] = [
  ['no owner', '- { check: cache-control-no-store, reason: a, expires: 2026-12-31 }', '#/waivers/0', /owner/],
  [
    'an empty owner',
    '- { check: cache-control-no-store, owner: "", reason: a, expires: 2026-12-31 }',
    '#/waivers/0/owner',
    /pattern/,
  ],
  [
    'a date that is none',
    '- { check: cache-control-no-store, owner: a, reason: a, expires: next week }',
    '#/waivers/0/expires',
    /date/,
  ],
  [
    'a misspelt check',
    '- { check: cache-control-nostore, owner: a, reason: a, expires: 2026-12-31 }',
    '#/waivers/0/check',
    /there is no check "cache-control-nostore"/,
  ],
  [
    'a requirement that there is not',
    '- { requirement: RFC6749-9.9, owner: a, reason: a, expires: 2026-12-31 }',
    '#/waivers/0/requirement',
    /there is no requirement/,
  ],
];

for (const [title, entry, pointer, problem] of broken)
  test(`a file is refused with its place: ${title}`, async () => {
    const file = test.info().outputPath('waivers.yaml');
    writeFileSync(file, `waivers:\n  ${entry}\n`);
    const error: unknown = await validateWaivers(file).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ file, pointer, line: 2, problem: expect.stringMatching(problem) });
  });

test.describe('through the command', () => {
  const places: Whereabouts[] = [];
  const place = (): Whereabouts => {
    const made = newWhereabouts('waivers');
    places.push(made);
    return made;
  };
  test.afterAll(() => {
    for (const { root } of places) rmSync(root, { recursive: true, force: true });
  });

  const grep = ['--seed', '4', '--grep', 'password/(valid/minimal|valid/every-optional):'];

  test('a red run drafts its waivers; completed, they make it green; when mended, they are stale', async () => {
    test.setTimeout(120_000);
    const faulty = await startSandbox({ fault: 'success-status-201' });
    const sound = await startSandbox();
    const here = place();
    const file = join(here.work, 'waivers.yaml');
    try {
      const red = await runCommand(here, ['run', ...grep, '--write-waivers', file], faulty.environment);
      expect(red.code).toBe(1);
      const draft = readFileSync(file, 'utf8');
      const { waivers } = parse(draft) as { waivers: Waiver[] };
      expect(waivers.map(({ check }) => check)).toContain('grant-status-200');

      const again = await runCommand(here, ['run', ...grep, '--write-waivers', file], faulty.environment);
      expect(again).toMatchObject({ code: 2, err: expect.stringContaining('is there already') });

      const incomplete = await runCommand(here, ['run', '--waivers', file], faulty.environment);
      expect(incomplete.code).toBe(2);
      expect(incomplete.err).toMatch(/waivers\.yaml, line \d+ \(#\/waivers\/0\/owner\)/);

      writeFileSync(file, draft.replaceAll('owner: ""', 'owner: Jo Doe'));
      const waived = await runCommand(here, ['run', ...grep, '--waivers', file], faulty.environment);
      // A part of the run is never compatible: 3, and no longer 1.
      expect(waived.code).toBe(3);
      const { results, counts } = readResults(here);
      expect(counts).toMatchObject({ fail: 0, waived: waivers.length });
      expect(results.find(({ outcome }) => outcome === 'waived')?.waiver?.owner).toBe('Jo Doe');
      expect(waived.out).toContain(`Jo Doe, until ${waivers[0]?.expires}`);
      expect(readFileSync(join(here.reports, 'junit.xml'), 'utf8')).toContain('name="waiver" value="Jo Doe');

      const mended = await runCommand(here, ['run', ...grep, '--waivers', file], sound.environment);
      expect(mended.code).toBe(1);
      expect(mended.out).toContain('STALE WAIVERS');
      expect(mended.out.replace(/\s+/g, ' ')).toContain('what it waives no longer fails');
      expect(readFileSync(join(here.reports, 'junit.xml'), 'utf8')).toContain('type="stale-waiver"');
    } finally {
      await Promise.all([faulty.close(), sound.close()]);
    }
  });

  test('a waiver file that is not there ends with 2 before anything is sent', async () => {
    const here = place();
    const ended = await runCommand(here, ['run', '--waivers', 'absent.yaml']);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('flag --waivers: the value names no file');
    expect(existsSync(join(here.reports, 'results.json'))).toBe(false);
  });
});

test('the day of a moment is that of UTC', () => {
  expect(dayOf(new Date('2026-12-31T23:59:59Z'))).toBe('2026-12-31');
});

test('reads no file where none is named', async () => {
  expect(await readWaivers(undefined)).toEqual([]);
});
