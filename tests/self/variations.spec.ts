/** What the harness must not do: convict a server that conforms, however unusual it is. */
import { expect, test } from '@playwright/test';
import { faults } from '../../sandbox/faults/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { variations } from '../../sandbox/variations/index.js';
import { judgeVariation } from '../detection/judge-variation.js';
import { openVariedContracts, type VariedContracts } from '../detection/varied-contracts.js';
import { transcriptOf } from './sandbox-script.js';
import { momentsOf } from './sandbox-script-moments.js';
import { tlsTranscript } from './tls-transcript.js';
import { expectations } from './variation-expectations.js';
import { observable } from './variation-script.js';

// No test needs what another one did, and there are many of them.
test.describe.configure({ mode: 'parallel' });

async function withSandbox<Result>(
  options: SandboxOptions,
  use: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startSandbox(options);
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

let contracts: VariedContracts;
let sound: ReadonlyMap<string, string>;

test.beforeAll(async () => {
  contracts = openVariedContracts();
  sound = await withSandbox({}, observable);
});

test.afterAll(() => contracts.close());

/** One in so many, with one seed; `npm run detection` takes all of them, with five. */
const sampled = 8;

for (const variation of variations.filter((_, index) => index % sampled === 0))
  test(`convicts nothing of ${variation.id}: ${variation.sentence}`, async () => {
    const { problems } = await judgeVariation(variation, 1, contracts);
    expect(problems.join('\n')).toBe('');
  });

const transcript = (answers: ReadonlyMap<string, string>) => Object.fromEntries(answers);

test('a sound server answers the script the same way twice', async () => {
  expect(transcript(await withSandbox({}, observable))).toEqual(transcript(sound));
  expect(sound.size).toBeGreaterThan(140);
});

test('a sound server is reached by https the same way twice', async () => {
  const overTls = async () => transcript(await withSandbox({ tls: true }, tlsTranscript));
  expect(await overTls()).toEqual(await overTls());
});

test('a sound server answers at the same moment and after expiry the same way twice', async () => {
  const moments = () =>
    withSandbox({ accessTokenSeconds: 3 }, async (sandbox) => transcript(await momentsOf(sandbox, 3)));
  const [once, again] = [await moments(), await moments()];
  expect(again).toEqual(once);
  expect(once.fetched).toBe('');
});

/** What is seen of a server whose access tokens live so long, and are waited for. */
const observedUntilExpiry = (seconds: number, variation?: string): Promise<ReadonlyMap<string, string>> =>
  withSandbox(
    { accessTokenSeconds: seconds, ...(variation === undefined ? {} : { variation }) },
    async (sandbox) => new Map([...(await observable(sandbox)), ...(await momentsOf(sandbox, seconds))]),
  );

for (const { id, sentence, run: conditions } of variations.filter((_, index) => index % 3 === 1))
  test(`the variation ${id} shows: ${sentence}`, async () => {
    const tls = conditions?.tls === true;
    const seconds = conditions?.accessTokenSeconds;
    const [plain, varied] = tls
      ? [await withSandbox({ tls }, tlsTranscript), await withSandbox({ tls, variation: id }, tlsTranscript)]
      : seconds === undefined
        ? [sound, await withSandbox({ variation: id }, observable)]
        : [await observedUntilExpiry(seconds), await observedUntilExpiry(seconds, id)];
    const changed = [...plain].filter(([name, answer]) => varied.get(name) !== answer).map(([name]) => name);
    test.info().annotations.push({ type: 'changed', description: changed.join(', ') });
    expect(changed).not.toEqual([]);
  });

test('ids are unique and kebab-case, sentences are sentences, and each says what allows it', () => {
  const ids = variations.map(({ id }) => id);
  expect(new Set([...ids, ...faults.map(({ id }) => id)]).size).toBe(ids.length + faults.length);
  for (const { id, sentence, allowedBy } of variations) {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(sentence).toMatch(/^(?:[A-Z]|[a-z]+_?\w*\b).*\.$/);
    expect(allowedBy.length, id).toBeGreaterThan(12);
  }
});

test('nothing is expected of a variation that does not exist', () => {
  const ids = new Set(variations.map(({ id }) => id));
  expect(Object.keys(expectations).filter((id) => !ids.has(id))).toEqual([]);
});

test('an unknown variation is refused', async () => {
  await expect(startSandbox({ variation: '???' })).rejects.toThrow(/there is no variation/);
});

test('a fault shows in a varied server, too', async () => {
  const options = { variation: 'like-spring', fault: 'success-status-201' };
  const status = await withSandbox(options, async (sandbox) => (await transcriptOf(sandbox)).get('valid'));
  expect(status?.split('\n', 1)[0]).toBe('201');
  expect(status).toContain('"Bearer"');
});
