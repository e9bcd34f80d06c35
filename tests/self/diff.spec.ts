/** Comparing two runs: each kind of change, what is no change, and the command. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Results } from '../../src/reports/results.js';
import { type ChangeKind, type Comparable, changesBetween } from '../../src/verdicts/compare.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { newWhereabouts, runCommand, type Whereabouts } from './command-process.js';
import { run, scenarioResult } from './reports-literals.js';

function result(overrides: Partial<Comparable> = {}): Comparable {
  return {
    scenario: 'password/a',
    check: 'c',
    outcome: 'pass',
    message: 'm',
    invariant: false,
    ...overrides,
  };
}

const rows: readonly [
  title: string,
  before: readonly Partial<Comparable>[],
  after: readonly Partial<Comparable>[],
  kinds: readonly ChangeKind[],
][] = [
  ['nothing', [{}], [{}], []],
  ['a pass that fails', [{}], [{ outcome: 'fail' }], ['newly-failing']],
  ['a warning that fails', [{ outcome: 'warn' }], [{ outcome: 'fail' }], ['newly-failing']],
  ['a failure of the harness', [{}], [{ outcome: 'error' }], ['newly-failing']],
  ['a failure that passes', [{ outcome: 'fail' }], [{}], ['newly-passing']],
  ['a failure that is waived', [{ outcome: 'fail' }], [{ outcome: 'waived' }], ['changed-outcome']],
  ['a pass that cannot be judged', [{}], [{ outcome: 'inconclusive' }], ['changed-outcome']],
  [
    'another answer to the same question',
    [{ outcome: 'fail', actual: 'HTTP 500' }],
    [{ outcome: 'fail', actual: 'HTTP 200' }],
    ['changed-answer'],
  ],
  ['a verdict that is new', [], [{}], ['added']],
  ['a verdict that is new and fails', [], [{ outcome: 'fail' }], ['newly-failing']],
  ['a verdict that is gone', [{ outcome: 'fail' }], [], ['removed']],
  [
    'as many failures as before, but others',
    [{ outcome: 'fail' }, { check: 'd' }],
    [{}, { check: 'd', outcome: 'fail' }],
    ['newly-failing', 'newly-passing'],
  ],
  ['an invariant seen elsewhere', [{ invariant: true }], [{ invariant: true, scenario: 'password/b' }], []],
  ['the same check in another scenario', [{}], [{ scenario: 'password/b' }], ['added', 'removed']],
];

for (const [title, before, after, kinds] of rows)
  test(`tells of ${title}`, () => {
    const changes = changesBetween(before.map(result), after.map(result));
    expect(changes.map(({ kind }) => kind)).toEqual(kinds);
  });

test.describe('the command', () => {
  let place: Whereabouts;
  test.beforeAll(() => {
    place = newWhereabouts('diff');
  });
  test.afterAll(() => rmSync(place.root, { recursive: true, force: true }));

  function file(name: string, verdicts: readonly Partial<Verdict>[], info: object = {}): string {
    const path = join(place.work, name);
    mkdirSync(place.work, { recursive: true });
    writeFileSync(path, JSON.stringify(run([scenarioResult('password/valid/minimal', verdicts)], { info })));
    return path;
  }

  test('ends with 0 when no verdict changed, whatever the times are', async () => {
    const a = file('a.json', [{}]);
    const b = file('b.json', [{}]);
    const ended = await runCommand(place, ['diff', a, b]);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('No verdict changed: 1 verdict compared');
  });

  test('ends with 16 and shows both answers when one did, in text and as JSON', async () => {
    const a = file('a.json', [{}]);
    const b = file('b.json', [{ outcome: 'fail', actual: 'HTTP 500 \u001b[31mred ::error::x' }], {
      profile: 'other',
    });
    const ended = await runCommand(place, ['diff', a, b]);
    expect(ended.code).toBe(16);
    expect(ended.out).toContain('NEWLY FAILING: 1');
    expect(ended.out).toContain('granted-with-200: pass → fail');
    expect(ended.out).toContain('again     npx token-conformance replay password/valid/minimal');
    expect(ended.out).toContain('profile: default → other');
    expect(ended.out).toContain('Run: compatible → incompatible');
    expect(ended.out, 'what a file holds steers no terminal').not.toContain('\u001b');
    expect(ended.out).not.toContain('::error::');
    const json = await runCommand(place, ['diff', '--json', a, b]);
    expect(json.code).toBe(16);
    expect(JSON.parse(json.out)).toMatchObject({
      before: 'compatible',
      after: 'incompatible',
      changes: [{ kind: 'newly-failing', check: 'granted-with-200', after: { outcome: 'fail' } }],
    });
  });

  for (const [title, text, problem] of [
    ['no JSON', 'nope', 'is not JSON'],
    ['other JSON', '{"schemaVersion":2}', 'is not the results.json of a run'],
  ] as const)
    test(`ends with 2 for a file that is ${title}`, async () => {
      const path = join(place.work, 'bad.json');
      writeFileSync(path, text);
      const ended = await runCommand(place, ['diff', path, path]);
      expect(ended.code).toBe(2);
      expect(ended.err).toContain(problem);
    });

  test('ends with 2 for a file that is not there', async () => {
    const ended = await runCommand(place, ['diff', 'none.json', 'none.json']);
    expect(ended).toMatchObject({
      code: 2,
      err: expect.stringContaining('none.json cannot be read (ENOENT)'),
    });
  });
});

test('a results file compared with itself has no change', () => {
  const { results }: Results = run([scenarioResult('a', [{}, { check: 'd', outcome: 'fail' }])]);
  expect(changesBetween(results, results)).toEqual([]);
});
