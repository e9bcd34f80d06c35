/** Guessing and measuring, which are sent only on request: a sound server is convicted of nothing, however busy the machine is. */
import { expect, test } from '@playwright/test';
import { type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { observation } from '../../src/checks/examples.js';
import { mannWhitney, median, slower } from '../../src/checks/statistics.js';
import type { Observation } from '../../src/http/observation.js';
import { deriveScenarios } from '../../src/scenarios/derive.js';
import { judgedRun } from '../detection/judged-run.js';
import { withOutcome } from '../detection/outcomes.js';
import { describeVerdicts, type InProcessRun, runInProcess } from './in-process-run.js';
import { build, contract, disposable, everyRole, newTokens, refused, world } from './scenario-world.js';

test.describe.configure({ mode: 'parallel' });

const everything = ['brute-force', 'timing', 'waits', 'large'];

const about = (run: InProcessRun, check: string) => run.verdicts.filter((verdict) => verdict.check === check);

test('a sound sandbox that is guessed at and measured is convicted of nothing', async () => {
  const run = await judgedRun({ run: { allow: everything } });
  expect(describeVerdicts(withOutcome(run, 'fail', 'warn', 'error'))).toBe('');
  const passed = new Set(withOutcome(run, 'pass').map(({ check }) => check));
  for (const check of [
    'password-guesses-noticed',
    'secret-guesses-noticed',
    'revocation-guesses-noticed',
    'throttling-explained',
    'throttling-blind',
    'throttling-not-spoofable',
    'lock-ends',
    'no-super-linear-growth',
  ])
    expect(passed, check).toContain(check);
});

test('guessing ends with the first reaction, and what depends on throttling is sent only then', () => {
  const scenario = deriveScenarios(contract).find(({ id }) => id === 'password/abuse/password');
  if (!scenario) throw new Error('no scenario');
  const given = { ...world, roles: { ...everyRole, DISPOSABLE: disposable } };
  const sent = (answer: (count: number) => Observation) =>
    [...build(scenario, { ...given, answer: (_, count) => answer(count) })]
      .filter(([, draft]) => draft !== undefined)
      .map(([name]) => name);
  const wrong = refused('invalid_grant');
  const limited = observation({ status: 429, json: { error: 'slow_down' } });
  const throttled = sent((count) => (count === 1 ? newTokens(1) : count < 6 ? wrong : limited));
  expect(throttled.filter((name) => /^wrong-/.test(name))).toHaveLength(5);
  expect(throttled.slice(-4)).toEqual(['disguised-3', 'still', 'right', 'again']);
  const unnoticed = sent((count) => (count === 1 ? newTokens(1) : wrong));
  expect(unnoticed.at(-1)).toBe('right');
  expect(unnoticed.length).toBeLessThanOrEqual(26);
});

test('without the flags nothing of it is sent', async () => {
  const { plan, results } = await judgedRun({});
  const abuse = new Set(plan.scenarios.filter(({ family }) => family === 'abuse').map(({ id }) => id));
  expect(abuse.size).toBeGreaterThan(10);
  expect(results.filter(({ scenario }) => abuse.has(scenario))).toEqual([]);
});

test.describe('response times', () => {
  // Several servers and their runs at the same time, and a processor that is kept busy besides.
  for (let repetition = 1; repetition <= 8; repetition++)
    test(`of a sound sandbox under load never convict it (${repetition})`, async () => {
      let busy = true;
      const load = (async () => {
        while (busy) {
          const until = performance.now() + 15 * Math.random();
          while (performance.now() < until);
          await new Promise((resolve) => setTimeout(resolve, 10 * Math.random()));
        }
      })();
      try {
        const run = await runTimed({ latencyMilliseconds: repetition % 2 });
        const found = about(run, 'users-not-timed').map(({ outcome }) => outcome);
        expect(['pass', 'inconclusive']).toContain(found[0]);
      } finally {
        busy = false;
        await load;
      }
    });

  for (const fault of ['known-user-slower', 'unknown-user-slower'])
    test(`of the fault ${fault} convict it`, async () => {
      const run = await runTimed({ fault });
      expect(about(run, 'users-not-timed').map(({ outcome }) => outcome)).toEqual(['warn']);
    });
});

async function runTimed(options: SandboxOptions): Promise<InProcessRun> {
  const sandbox = await startSandbox(options);
  try {
    const settings = { TOKEN_PROFILE: 'sandbox', TOKEN_SEED: '1', TOKEN_ALLOW_TIMING: 'yes' };
    return await runInProcess({ ...sandbox.environment, ...settings }, new Set(['password/timing/users']));
  } finally {
    await sandbox.close();
  }
}

test.describe('two series of measurements', () => {
  test('have a median and a rank sum as in the literature', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    // U = 9 of 9, mean 4.5, variance 3 * 3 * 7 / 12.
    expect(mannWhitney([4, 5, 6], [1, 2, 3])).toBeCloseTo(4.5 / Math.sqrt(5.25), 10);
    expect(mannWhitney([1, 2, 3], [4, 5, 6])).toBeCloseTo(-4.5 / Math.sqrt(5.25), 10);
    expect(mannWhitney([1, 1], [1, 1])).toBe(0);
  });

  test('differ only where ranks and medians both say so', () => {
    const series = (from: number) => Array.from({ length: 16 }, (_, at) => from + ((at * 7) % 16));
    expect(slower(series(80), series(20))).toBe(1);
    expect(slower(series(20), series(80))).toBe(-1);
    expect(slower(series(25), series(20))).toBe(0);
    expect(slower([...series(20).slice(1), 5000], series(20))).toBe(0);
  });
});
