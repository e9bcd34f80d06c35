/** What the harness is worth: every fault of the sandbox is convicted by a check meant for it, a sound sandbox by none. */
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import type { RunConditions } from '../../sandbox/run-conditions.js';
import { type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { requirement } from '../../src/requirements/catalogue.js';
import type { Outcome, Verdict } from '../../src/verdicts/verdict.js';
import { describeVerdicts, type InProcessRun, runInProcess } from './in-process-run.js';

// No test needs what another one did, and there are many of them.
test.describe.configure({ mode: 'parallel' });

async function run(options: SandboxOptions, seed = 1, conditions: RunConditions = {}): Promise<InProcessRun> {
  const sandbox = await startSandbox(options);
  try {
    return await runInProcess({
      ...sandbox.environment,
      TOKEN_PROFILE: 'sandbox',
      TOKEN_SEED: String(seed),
      ...Object.fromEntries(
        (conditions.allow ?? []).map((name) => [
          `TOKEN_ALLOW_${name.replace('-', '_').toUpperCase()}`,
          'true',
        ]),
      ),
      ...conditions.settings,
    });
  } finally {
    await sandbox.close();
  }
}

const withOutcome = (verdicts: readonly Verdict[], ...outcomes: readonly Outcome[]): Verdict[] =>
  verdicts.filter(({ outcome }) => outcomes.includes(outcome));

test.describe('a sound sandbox', () => {
  for (let seed = 1; seed <= 10; seed++)
    test(`is convicted of nothing with seed ${seed}`, async () => {
      const { verdicts } = await run({}, seed);
      expect(describeVerdicts(withOutcome(verdicts, 'fail', 'warn', 'error', 'inconclusive'))).toBe('');
      expect(withOutcome(verdicts, 'pass').length).toBeGreaterThan(200);
    });

  test('is asked fewer than 420 times', async () => {
    const { requests } = await run({});
    expect(requests).toBeLessThan(420);
  });
});

test.describe('the fault', () => {
  /** Checks with something to say about a server without any fault: what they say proves nothing. */
  let talkative: ReadonlySet<string>;

  test.beforeAll(async () => {
    const { verdicts } = await run({});
    talkative = new Set(withOutcome(verdicts, 'fail', 'warn', 'info').map(({ check }) => check));
  });

  /** A fail or a warning, or an information where the broken requirement asks for no more. */
  const convicts = ({ outcome, requirements }: Verdict, broken: readonly string[]): boolean =>
    requirements.some(
      (id) =>
        broken.includes(id) &&
        (['fail', 'warn'].includes(outcome) || (outcome === 'info' && requirement(id).severity === 'info')),
    );

  for (const fault of faults)
    test(`${fault.id} is convicted: ${fault.sentence}`, async () => {
      const { latencyMilliseconds, accessTokenSeconds, refreshTokenSeconds } = fault.run ?? {};
      const { verdicts } = await run(
        {
          fault: fault.id,
          ...(latencyMilliseconds === undefined ? {} : { latencyMilliseconds }),
          ...(accessTokenSeconds === undefined ? {} : { accessTokenSeconds }),
          ...(refreshTokenSeconds === undefined ? {} : { refreshTokenSeconds }),
        },
        1,
        fault.run,
      );
      const found = withOutcome(verdicts, 'fail', 'warn', 'info').filter(
        ({ check }) => !talkative.has(check),
      );
      const meant = found.filter((verdict) => convicts(verdict, fault.breaks));
      expect(
        meant.map(({ check }) => check),
        `no check of ${fault.breaks.join(', ')} convicts it; found instead:\n${describeVerdicts(found)}`,
      ).not.toHaveLength(0);
    });
});
