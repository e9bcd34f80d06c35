/** The deliberate faults: each one exists, is declared properly and changes what the server answers. */
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import { byAssertion } from '../../sandbox/run-conditions.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { messageTranscriptOf } from './message-script.js';
import { transcriptOf } from './sandbox-script.js';
import { assertionsOf } from './sandbox-script-assertions.js';
import { momentsOf } from './sandbox-script-moments.js';
import { tlsTranscript } from './tls-transcript.js';

type Script = (sandbox: Sandbox) => Promise<ReadonlyMap<string, string>>;

async function answersTo(script: Script, options: SandboxOptions): Promise<ReadonlyMap<string, string>> {
  const sandbox = await startSandbox(options);
  try {
    return await script(sandbox);
  } finally {
    await sandbox.close();
  }
}

const script: Script = async (sandbox) =>
  new Map([...(await transcriptOf(sandbox)), ...(await messageTranscriptOf(sandbox))]);

async function overTls(fault?: string): Promise<ReadonlyMap<string, string>> {
  const sandbox = await startSandbox({ tls: true, ...(fault === undefined ? {} : { fault }) });
  try {
    return await tlsTranscript(sandbox);
  } finally {
    await sandbox.close();
  }
}

test('a sound server is reached by https the same way twice', async () => {
  expect(Object.fromEntries(await overTls())).toEqual(Object.fromEntries(await overTls()));
});

let sound: ReadonlyMap<string, string>;

test.beforeAll(async () => {
  sound = await answersTo(script, {});
});

test('a sound server answers the script the same way twice', async () => {
  expect(Object.fromEntries(await answersTo(script, {}))).toEqual(Object.fromEntries(sound));
  expect(sound.size).toBeGreaterThan(140);
});

test('a sound server answers at the same moment and after expiry the same way twice', async () => {
  const moments: Script = (sandbox) => momentsOf(sandbox, 3);
  const [once, again] = [
    await answersTo(moments, { accessTokenSeconds: 3 }),
    await answersTo(moments, { accessTokenSeconds: 3 }),
  ];
  expect(Object.fromEntries(again)).toEqual(Object.fromEntries(once));
  expect(once.get('fetched')).toBe('');
});

const differing = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
  [...one].filter(([name, answer]) => other.get(name) !== answer).map(([name]) => name);

/** What the script shows, else what only shows at the same moment, after expiry or at a listener. */
async function changedBy(fault: string, seconds: number | undefined): Promise<string[]> {
  const changed = differing(sound, await answersTo(script, { fault }));
  if (changed.length > 0) return changed;
  const moments: Script = (sandbox) => momentsOf(sandbox, seconds);
  const lifetime = seconds === undefined ? {} : { accessTokenSeconds: seconds };
  return differing(await answersTo(moments, lifetime), await answersTo(moments, { ...lifetime, fault }));
}

/** One in so many: that each is convicted, by a harness that knows nothing of it, `detection.spec` shows. */
const sampled = 3;

for (const { id, sentence, run } of faults.filter((_, index) => index % sampled === 0))
  test(`the fault ${id} shows: ${sentence}`, async () => {
    const changed =
      run?.tls === true
        ? differing(await overTls(), await overTls(id))
        : await changedBy(id, run?.accessTokenSeconds);
    if (changed.length === 0 && run?.contract === byAssertion.contract)
      changed.push(
        ...differing(await answersTo(assertionsOf, {}), await answersTo(assertionsOf, { fault: id })),
      );
    test.info().annotations.push({ type: 'changed', description: changed.join(', ') });
    expect(changed).not.toEqual([]);
  });

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
