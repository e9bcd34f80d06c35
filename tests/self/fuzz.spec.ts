/** Generated requests: what the model says of them, what they find, how small it gets, and what is kept. */
import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import * as fc from 'fast-check';
import { unusualInputFaults } from '../../sandbox/faults/unusual-inputs.js';
import { startSandbox } from '../../sandbox/server.js';
import { variations } from '../../sandbox/variations/index.js';
import { isSuccess } from '../../src/checks/predicates.js';
import { readContract } from '../../src/contract/read-contract.js';
import { bytesOf } from '../../src/scenarios/fuzz/bytes.js';
import { inputs } from '../../src/scenarios/fuzz/inputs.js';
import { changed, describeMutations, subjectOf } from '../../src/scenarios/fuzz/mutation.js';
import { properties } from '../../src/scenarios/scenario.js';
import { createConnection } from '../../src/session/connection.js';
import { createFuzzSender } from '../../src/session/fuzz/sender.js';
import { inputOf } from '../../src/session/fuzz/sweep.js';
import { createLockoutGuard } from '../../src/session/lockout-guard.js';
import { readSettings } from '../../src/settings/read-settings.js';
import { judgeVariation } from '../detection/judge-variation.js';
import { judgedRun } from '../detection/judged-run.js';
import { withOutcome } from '../detection/outcomes.js';
import { openVariedContracts } from '../detection/varied-contracts.js';
import { newWhereabouts, readResults, runCommand, type Whereabouts } from './command-process.js';
import { describeVerdicts } from './in-process-run.js';
import { contract as literalContract } from './scenario-world.js';

test.describe.configure({ mode: 'parallel' });

const grants = ['password', 'refresh_token'];
const fuzzOnly = new Set(
  grants.flatMap((grant) => properties.map((property) => `${grant}/fuzz/${property}`)),
);

function fuzzed(fault: string | undefined, seed = 1, fuzz = 300) {
  return judgedRun({ ...(fault === undefined ? {} : { fault }), run: { fuzz }, seed, selected: fuzzOnly });
}

test('the model agrees with the sound sandbox on 5,000 generated requests', async () => {
  const sandbox = await startSandbox();
  const settings = readSettings({ flags: {}, env: sandbox.environment, dotenvFile: undefined });
  const contract = await readContract(settings.spec);
  const connection = createConnection({ contract, settings, baseUrl: sandbox.url, version: 'test' });
  const { identity, requests, sending, supply } = connection;
  const budget = Number.POSITIVE_INFINITY;
  const guard = createLockoutGuard({
    ...{ contract, identity, requests, sending, budget },
    stocked: supply.stocked,
    workers: 1,
  });
  const outcomes = new Map<string, number>();
  const wrong: string[] = [];
  try {
    for (const grant of contract.grants) {
      const sender = createFuzzSender({
        ...{ contract, grant, identity, requests },
        guard,
        send: sending.sendUnlearned,
      });
      for (const mutations of fc.sample(inputs(contract, grant, { large: false }), {
        seed: 7,
        numRuns: 2500,
      })) {
        const tried = await sender.send(mutations);
        if (!tried) continue;
        const granted = isSuccess(tried.observation.response);
        const what = tried.probe.split('/')[2] ?? '';
        outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
        const disagrees = what === 'same-meaning' ? !granted : what.startsWith('wrong-') && granted;
        if (disagrees) wrong.push(`${tried.probe}: ${describeMutations(mutations)}`);
      }
    }
  } finally {
    connection.close();
    await sandbox.close();
  }
  expect(wrong).toEqual([]);
  expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(5000);
  for (const what of ['wrong-user', 'wrong-client', 'wrong-refresh-token', 'same-meaning', 'other'])
    expect(outcomes.get(what), what).toBeGreaterThan(200);
  expect(outcomes.get('wrong-realm')).toBeGreaterThan(10);
});

test.describe('the model', () => {
  const standing = (real: string, change: Parameters<typeof changed>[1]) =>
    changed(bytesOf(real), change).standing;
  const continued = (by: string) => ({ how: 'continued', by: bytesOf(by) }) as const;

  test('leaves open what a server may take for the same value', () => {
    for (const by of [' ', '\n', '\u200b', '\u00ad', '=', '\t '])
      expect(standing('Secret1', continued(by))).toBe('open');
    expect(standing('Secret1', { how: 'continued', by: '\xff' })).toBe('open');
    expect(standing('Secret1', { how: 'broken', by: '%zz' })).toBe('open');
    expect(standing('e\u0301tude', { how: 'replaced', by: bytesOf('étude') })).toBe('open');
  });

  test('calls wrong what is another value to everybody', () => {
    for (const by of ['x', '\0x', '😀', '\u0301', '%00'])
      expect(standing('Secret1', continued(by)), by).toBe('wrong');
    for (const how of ['cut', 'changed'] as const) expect(standing('Secret1', { how, at: 5 })).toBe('wrong');
    expect(standing('Secret1', { how: 'other-case' })).toBe('wrong');
    expect(standing('Secret1', { how: 'replaced', by: '' })).toBe('wrong');
  });

  test('knows the right value when it sees it', () => {
    expect(standing('Secret1', { how: 'replaced', by: 'Secret1' })).toBe('right');
    expect(standing('12345', { how: 'other-case' })).toBe('right');
  });
});

test('inputs differ in one to three things, each of its own, and hold what the task of them is', () => {
  for (const grant of literalContract.grants) {
    const drawn = fc.sample(inputs(literalContract, grant, { large: false }), { seed: 3, numRuns: 1000 });
    for (const mutations of drawn) {
      expect(mutations.length).toBeLessThanOrEqual(3);
      expect(new Set(mutations.map(subjectOf)).size).toBe(mutations.length);
    }
    const kinds = new Set(drawn.flatMap((mutations) => mutations.map(({ of }) => of)));
    const own = grant.type === 'password' ? ['username', 'password'] : [];
    expect([...kinds].sort()).toEqual(
      [
        ...['authorization', 'authorization-text', 'client_id', 'client_secret', 'encoding', 'further'],
        ...[
          'further-header',
          'header',
          'media-type',
          'multiplicity',
          'order',
          'parameter',
          'presence',
          'separators',
        ],
        ...own,
      ].sort(),
    );
    const text = JSON.stringify(drawn);
    expect(text).not.toMatch(/a{2000}/);
    expect(
      JSON.stringify(fc.sample(inputs(literalContract, grant, { large: true }), { seed: 3, numRuns: 1000 })),
    ).toMatch(/a{8192}/);
    for (const bytes of ['\xf0\x9f\x98\x80', '\xcc\x81', '\xe2\x80\xae', '\\u0000', '\xed\xa0\x80', '\\r\\n'])
      expect(text).toContain(bytes);
  }
});

test.describe('a sound sandbox', () => {
  for (const seed of [1, 2, 3])
    test(`is convicted of nothing by 300 inputs of seed ${seed}`, async () => {
      const run = await fuzzed(undefined, seed);
      expect(describeVerdicts(withOutcome(run, 'fail', 'warn', 'error', 'inconclusive'))).toBe('');
      expect(run.results.flatMap(({ counterexamples = [] }) => counterexamples)).toEqual([]);
      const judged = new Set(withOutcome(run, 'pass').map(({ scenario, check }) => `${scenario} ${check}`));
      for (const one of ['no-token generated-client-refused', 'same-meaning same-meaning-granted'])
        for (const grant of grants) expect(judged).toContain(`${grant}/fuzz/${one}`);
      expect(run.requests).toBeGreaterThanOrEqual(300);
      expect(run.requests).toBeLessThan(400);
    });
});

test.describe('a conforming variation', () => {
  const contracts = openVariedContracts();
  test.afterAll(() => contracts.close());

  const sampled = [
    ...[
      'locks-after-three',
      'tenant-refusal-403',
      'encoding-read-leniently',
      'unknown-scope-ignored',
      'usernames-folded',
    ],
    ...[
      'rate-limited-now-and-then',
      'wrong-media-type-page',
      'authorization-unread',
      'like-spring',
      'like-keycloak',
    ],
  ];
  for (const [at, variation] of variations.filter(({ id }) => sampled.includes(id)).entries())
    test(`${variation.id} is convicted of nothing by 300 inputs`, async () => {
      const judged = await judgeVariation(
        { ...variation, run: { ...variation.run, fuzz: 300 } },
        at + 1,
        contracts,
      );
      expect(judged.problems).toEqual([]);
    });
});

test.describe('the fault', () => {
  for (const { id, breaks, run, sentence } of unusualInputFaults)
    for (const seed of [1, 2])
      test(`${id} is convicted with seed ${seed}: ${sentence}`, async () => {
        const { verdicts, results } = await fuzzed(id, seed, run?.fuzz);
        const meant = verdicts.filter(
          ({ outcome, requirements }) =>
            ['fail', 'warn'].includes(outcome) && requirements.some((one) => breaks.includes(one)),
        );
        expect(
          meant.length,
          describeVerdicts(verdicts.filter(({ outcome }) => outcome !== 'pass')),
        ).toBeGreaterThan(0);
        const counterexamples = results.flatMap((result) => result.counterexamples ?? []);
        for (const { check, scenario } of meant)
          expect(counterexamples).toContainEqual(expect.objectContaining({ check, scenario }));
      });
});

test.describe('a counterexample', () => {
  const found = async (fault: string, seed = 1) =>
    (await fuzzed(fault, seed)).results.flatMap(({ counterexamples = [] }) => counterexamples);

  test('is made as small as it gets', async () => {
    const [astral] = await found('username-astral-500');
    expect(astral?.input).toMatch(/^username replaced by [4-8] bytes, U\+1\w{4,5}$/);
    const [long] = await found('client-id-256-500');
    expect(long?.input).toMatch(/^client_id replaced by 256 bytes$/);
  });

  test('is the same for the same seed, and made again from its seed and path alone', async () => {
    const [one] = await found('username-astral-500', 4);
    expect((await found('username-astral-500', 4))[0]).toEqual(one);
    const { spec } = readSettings({ flags: {}, env: {}, dotenvFile: undefined });
    const contract = await readContract(spec);
    const grant = contract.grants.find(({ type }) => one?.scenario.startsWith(`${type}/`));
    if (!one || !grant) throw new Error('nothing was found');
    expect(describeMutations(inputOf(one, { contract, grant, large: false }) ?? [])).toBe(one.input);
  });
});

test.describe('the command', () => {
  const roots: string[] = [];
  const whereabouts = (): Whereabouts => {
    const place = newWhereabouts('fuzz');
    roots.push(place.root);
    return place;
  };
  test.afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  test('runs them on request, keeps the counterexample, and replays it by its id', async () => {
    const sandbox = await startSandbox({ fault: 'username-astral-500' });
    const place = whereabouts();
    try {
      const only = ['--grep', 'fuzz/', '--fuzz', '300', '--seed', '1'];
      const run = await runCommand(place, ['run', ...only], sandbox.environment);
      expect(run.code, run.out + run.err).toBe(1);
      const { counterexamples, exchanges, run: facts } = readResults(place);
      expect(facts).toMatchObject({ fuzz: 300, seed: 1 });
      expect(facts.requests).toBeGreaterThan(300);
      expect(counterexamples).toMatchObject([
        {
          scenario: 'password/fuzz/no-crash',
          check: 'never-5xx',
          input: expect.stringMatching(/^username replaced by/),
        },
      ]);
      const kept = exchanges.find(({ id }) => id === counterexamples[0]?.exchange)?.request ?? '';
      const username = /username=[^&]+&/.exec(kept)?.[0] ?? 'none';
      expect(username).toMatch(/%F[0-4]/);

      const again = await runCommand(place, ['replay', 'password/fuzz/no-crash'], sandbox.environment);
      // From the seed alone, without the results of the run.
      const anew = await runCommand(
        whereabouts(),
        ['replay', 'password/fuzz/no-crash', '--seed', '1', '--fuzz', '300'],
        sandbox.environment,
      );
      for (const { code, out, err } of [again, anew]) {
        expect(code, out + err).toBe(1);
        expect(out).toContain(username);
        expect(out).toContain('HTTP/1.1 500');
        expect(out).toContain('fail  never-5xx');
        for (const role of ['OTHER', 'SPECIAL', 'DISPOSABLE'])
          expect(out).not.toContain(sandbox.environment[`TOKEN_${role}_PASSWORD`]);
      }
    } finally {
      await sandbox.close();
    }
  });
});
