/** The deliberate faults: each is declared properly. That each changes what a client sees is shown by its conviction. */
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import { startSandbox } from '../../sandbox/server.js';
import { transcriptOf } from './sandbox-script.js';

test('ids are unique and kebab-case, sentences are sentences', () => {
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
  for (const { id, sentence, breaks } of faults) {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(sentence).toMatch(/^(?:[A-Z]|[a-z]+_?[\w[\]]*\b).*\.$/);
    expect(new Set(breaks).size).toBe(breaks.length);
  }
});

test('an unknown id is refused, and near ones are named', async () => {
  await expect(startSandbox({ fault: 'password-unchecked' })).rejects.toThrow(
    /there is no fault "password-unchecked"; did you mean .*password-/,
  );
  await expect(startSandbox({ fault: '???' })).rejects.toThrow(/there are \d+ others/);
});

test('a fault stays in the server that was started with it', async () => {
  const [bent, other] = await Promise.all([startSandbox({ fault: 'success-status-201' }), startSandbox()]);
  const status = async (sandbox: typeof bent) =>
    (await transcriptOf(sandbox)).get('valid')?.split('\n', 1)[0];
  expect([await status(bent), await status(other)]).toEqual(['201', '200']);
  await Promise.all([bent.close(), other.close()]);
});
