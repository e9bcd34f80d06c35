/** The deliberate faults: each one exists, is declared properly and changes what the server answers. */
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import { startSandbox } from '../../sandbox/server.js';
import { messageTranscriptOf } from './message-script.js';
import { transcriptOf } from './sandbox-script.js';
import { momentsOf } from './sandbox-script-moments.js';
import { tlsTranscript } from './tls-transcript.js';

async function transcript(fault?: string, accessTokenSeconds?: number): Promise<ReadonlyMap<string, string>> {
  const sandbox = await startSandbox({
    ...(fault === undefined ? {} : { fault }),
    ...(accessTokenSeconds === undefined ? {} : { accessTokenSeconds }),
  });
  try {
    return new Map([
      ...(await transcriptOf(sandbox)),
      ...(await messageTranscriptOf(sandbox)),
      ...(await momentsOf(sandbox, accessTokenSeconds)),
    ]);
  } finally {
    await sandbox.close();
  }
}

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
  sound = await transcript();
});

test('a sound server answers the script the same way twice', async () => {
  expect(Object.fromEntries(await transcript())).toEqual(Object.fromEntries(sound));
  expect(sound.size).toBeGreaterThan(140);
});

/** By the lifetime of access tokens: nobody waits for an hour. */
const soundWith = new Map<number, Promise<ReadonlyMap<string, string>>>();

function soundTranscript(
  seconds: number | undefined,
): ReadonlyMap<string, string> | Promise<ReadonlyMap<string, string>> {
  if (seconds === undefined) return sound;
  const known = soundWith.get(seconds) ?? transcript(undefined, seconds);
  soundWith.set(seconds, known);
  return known;
}

for (const { id, sentence, run } of faults)
  test(`the fault ${id} shows: ${sentence}`, async () => {
    const seconds = run?.accessTokenSeconds;
    const [reference, bent] =
      run?.tls === true
        ? [await overTls(), await overTls(id)]
        : [await soundTranscript(seconds), await transcript(id, seconds)];
    const changed = [...reference]
      .filter(([name, answer]) => bent.get(name) !== answer)
      .map(([name]) => name);
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
