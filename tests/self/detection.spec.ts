/** What the harness is worth: every fault of the sandbox is convicted by a check meant for it, a sound sandbox by none. */
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import { startSandbox } from '../../sandbox/server.js';
import { describeVerdicts, runInProcess } from './in-process-run.js';

const embedded = { TOKEN_PROFILE: 'sandbox', TOKEN_SEED: '1' };

const convicting = new Set(['fail', 'warn']);

test.describe('a sound sandbox', () => {
  for (let seed = 1; seed <= 10; seed++)
    test(`is convicted of nothing with seed ${seed}`, async () => {
      const sandbox = await startSandbox();
      const { verdicts } = await runInProcess({
        ...sandbox.environment,
        ...embedded,
        TOKEN_SEED: String(seed),
      });
      await sandbox.close();
      expect(describeVerdicts(verdicts.filter(({ outcome }) => ['fail', 'error'].includes(outcome)))).toBe(
        '',
      );
      expect(describeVerdicts(verdicts.filter(({ outcome }) => outcome === 'inconclusive'))).toBe('');
      expect(verdicts.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(200);
    });
});

test.describe('the fault', () => {
  for (const fault of faults)
    test(`${fault.id} is convicted: ${fault.sentence}`, async () => {
      const sandbox = await startSandbox({ fault: fault.id });
      const { verdicts } = await runInProcess({ ...sandbox.environment, ...embedded });
      await sandbox.close();
      const found = verdicts.filter(({ outcome }) => convicting.has(outcome));
      const meant = found.filter(({ requirements }) => requirements.some((id) => fault.breaks.includes(id)));
      expect(
        meant.map(({ check }) => check),
        `no check of ${fault.breaks.join(', ')} convicts it; found instead:\n${describeVerdicts(found)}`,
      ).not.toHaveLength(0);
    });
});
