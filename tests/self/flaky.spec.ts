/** A server that does not answer the same each time: what `--repeat` finds, and that it never passes for sound. */
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { repeatedScenarios } from '../../src/scenarios/repeated.js';
import { acrossRuns, describeFlaky } from '../../src/verdicts/flaky.js';
import type { Outcome, ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';
import { runInProcess } from './in-process-run.js';

async function repeated(times: number, fault?: string) {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  try {
    return await runInProcess({
      ...sandbox.environment,
      TOKEN_PROFILE: 'sandbox',
      TOKEN_SEED: '1',
      TOKEN_REPEAT: String(times),
    });
  } finally {
    await sandbox.close();
  }
}

const flakyOf = (verdicts: readonly Verdict[]) => verdicts.filter(({ flaky }) => flaky !== undefined);

test('a sound server is not flaky, and is asked more', async () => {
  const [once, often] = [await repeated(1), await repeated(3)];
  expect(flakyOf(often.verdicts)).toEqual([]);
  expect(often.verdicts.filter(({ outcome }) => ['fail', 'warn', 'inconclusive'].includes(outcome))).toEqual(
    [],
  );
  expect(often.requests).toBeGreaterThan(once.requests);
  expect(often.results.map(({ scenario }) => scenario)).toEqual(once.results.map(({ scenario }) => scenario));
});

for (const [fault, check] of [
  ['flaky-login-refused', 'closing-control-granted'],
  ['flaky-cache-control', 'cache-control-no-store'],
  ['flaky-expires-in', 'expires-in-integer'],
] as const)
  test(`tells how often ${check} was broken by ${fault}`, async () => {
    const { verdicts } = await repeated(4, fault);
    const found = flakyOf(verdicts).filter((verdict) => verdict.check === check);
    expect(found).not.toEqual([]);
    for (const { outcome, flaky } of found) {
      const counts = Object.values(flaky?.outcomes ?? {});
      expect(counts.length).toBeGreaterThan(1);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(flaky?.runs);
      expect(flaky?.outcomes[outcome]).toBeGreaterThan(0);
      expect(outcome).not.toBe('pass');
    }
  });

const verdict = (outcome: Outcome, more: Partial<Verdict> = {}): Verdict => ({
  scenario: 's',
  check: 'c',
  requirements: [],
  level: 'MUST',
  outcome,
  message: outcome,
  expected: undefined,
  actual: undefined,
  cause: undefined,
  exchange: 's#request',
  invariant: false,
  repeats: false,
  ...more,
});

const result = (verdicts: readonly Verdict[], satisfied: readonly string[] = []): ScenarioResult => ({
  scenario: 's',
  verdicts,
  satisfied,
  inconclusive: undefined,
  controlLost: undefined,
  exchanges: [{ id: 's#request', scenario: 's', request: '', response: '', curl: '', milliseconds: 1 }],
  requests: 1,
});

test('counts as its worst outcome, with the exchange of that run', () => {
  const merged = acrossRuns([
    result([verdict('pass')]),
    result([verdict('fail')]),
    result([verdict('pass')]),
  ]);
  expect(merged.verdicts).toMatchObject([
    { outcome: 'fail', exchange: 's#request (run 2)', flaky: { outcomes: { pass: 2, fail: 1 }, runs: 3 } },
  ]);
  expect(merged.exchanges.map(({ id }) => id)).toEqual(['s#request', 's#request (run 2)']);
  expect(merged.requests).toBe(3);
});

test('what was the same each time is not flaky, and what did not apply is not counted', () => {
  expect(
    acrossRuns([result([verdict('warn')]), result([verdict('warn')])]).verdicts[0]?.flaky,
  ).toBeUndefined();
  const applied = acrossRuns([result([verdict('pass')]), result([verdict('not-applicable')])]);
  expect(applied.verdicts).toMatchObject([{ outcome: 'pass' }]);
  expect(applied.verdicts[0]?.flaky).toBeUndefined();
});

test('an invariant that held in one run and not in the other is flaky, and reported once', () => {
  const broken = verdict('fail', { invariant: true, repeats: false });
  const again = verdict('fail', { invariant: true, repeats: true });
  const merged = acrossRuns([result([], ['c']), result([broken]), result([again])]);
  expect(merged.verdicts).toMatchObject([
    { outcome: 'fail', repeats: false, flaky: { outcomes: { pass: 1, fail: 2 }, runs: 3 } },
  ]);
  expect(merged.satisfied).toEqual([]);
});

test('what only the valid request before a group shows is no sign of flakiness', () => {
  const opening = verdict('fail', { invariant: true, exchange: 's#control-before' });
  const merged = acrossRuns([result([opening]), result([], ['c'])]);
  expect(merged.verdicts[0]?.outcome).toBe('fail');
  expect(merged.verdicts[0]?.flaky).toBeUndefined();
});

test('says the counts in words, the worst first', () => {
  expect(describeFlaky({ outcomes: { pass: 3, fail: 1 }, runs: 4 })).toBe('1 fail, 3 pass in 4 runs');
});

test('chooses one scenario of each family and grant by the seed, and the controls', async () => {
  const { plan } = await repeated(1);
  const chosen = repeatedScenarios(plan.scenarios, 1);
  expect(repeatedScenarios(plan.scenarios, 1)).toEqual(chosen);
  expect(repeatedScenarios(plan.scenarios, 2)).not.toEqual(chosen);
  const groups = plan.scenarios
    .filter(({ id }) => chosen.has(id))
    .map(({ id, family, grant }) => (id.includes('/control/') ? `control ${grant}` : `${family} ${grant}`));
  expect(new Set(groups).size).toBe(groups.length);
  expect(groups).toEqual(expect.arrayContaining(['control password', 'refresh-flow refresh_token']));
});
