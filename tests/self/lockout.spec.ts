/** Wrong passwords: how many a run sends, to whom, and what becomes of the run when they lock an account. */
import { expect, test } from '@playwright/test';
import { type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { jsonObject } from '../../src/http/answer.js';
import { createTransport } from '../../src/http/transport.js';
import { readPlan } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';
import { withdrawWhereControlWasLost } from '../../src/verdicts/lost-control.js';
import { stoodInTheWay } from '../../src/verdicts/run-verdict.js';
import type { ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';

test.describe.configure({ mode: 'parallel' });

interface Login {
  readonly name: string;
  readonly wrong: boolean;
  /** Nothing was presented: a failure, and no guess. */
  readonly missing: boolean;
  readonly worked: boolean;
}

interface TappedRun {
  readonly results: readonly ScenarioResult[];
  readonly verdicts: readonly Verdict[];
  /** In the order in which they were sent. */
  readonly users: readonly Login[];
  readonly clients: readonly Login[];
}

/** Without the roles whose names these begin with. */
function without(variables: Readonly<Record<string, string>>, ...roles: readonly string[]) {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => !roles.some((role) => name.startsWith(`TOKEN_${role}_`))),
  );
}

async function tappedRun(
  options: SandboxOptions,
  settings: Readonly<Record<string, string>> = {},
  leftOut: readonly string[] = [],
): Promise<TappedRun> {
  const sandbox = await startSandbox(options);
  const configured = without(sandbox.environment, ...leftOut);
  const accounts = (name: string, secret: string) =>
    new Map(
      Object.entries(sandbox.environment).flatMap(([variable, value]): [string, string][] => {
        if (!variable.endsWith(`_${name}`)) return [];
        const right = sandbox.environment[variable.replace(new RegExp(`${name}$`), secret)];
        return right === undefined ? [] : [[value, right]];
      }),
    );
  const passwords = accounts('USERNAME', 'PASSWORD');
  const secrets = accounts('CLIENT_ID', 'CLIENT_SECRET');
  const users: Login[] = [];
  const clients: Login[] = [];
  const plan = await readPlan(
    { ...configured, TOKEN_PROFILE: 'sandbox', TOKEN_SEED: '1', ...settings },
    undefined,
  );
  const wire = createTransport({ timeout: 10_000, interval: 0 });
  const session = createSession({
    contract: plan.contract,
    settings: plan.settings,
    profile: plan.profile,
    scenarios: plan.scenarios,
    baseUrl: sandbox.url,
    version: 'test',
    keepsExchanges: false,
    transport: {
      close: () => wire.close(),
      sendTogether: (requests) => wire.sendTogether(requests),
      async send(request) {
        const observation = await wire.send(request);
        const body = observation.response && jsonObject(observation.response);
        const worked = body !== undefined && Object.hasOwn(body, 'access_token');
        const form = new URLSearchParams(request.body?.toString());
        for (const [list, known, name, secret] of [
          [users, passwords, 'username', 'password'],
          [clients, secrets, 'client_id', 'client_secret'],
        ] as const) {
          const [who, proof] = [form.get(name), form.getAll(secret)];
          const right = who === null ? undefined : known.get(who);
          if (who === null || right === undefined || (proof.length === 0 && name === 'username')) continue;
          if (request.headers.some(([field]) => field === 'Authorization') && proof.length === 0) continue;
          list.push({
            name: who,
            wrong: proof.length === 0 || proof.some((one) => one !== right),
            missing: proof.every((one) => one === ''),
            worked,
          });
        }
        return observation;
      },
    },
  });
  const collected: ScenarioResult[] = [];
  try {
    for (const scenario of plan.scenarios)
      if (scenario.optIns?.every((optIn) => plan.settings.allowed.has(optIn)) !== false)
        collected.push(await session.run(scenario));
  } finally {
    session.close();
    await sandbox.close();
  }
  const results = withdrawWhereControlWasLost(collected, plan.scenarios);
  return { results, verdicts: results.flatMap(({ verdicts }) => verdicts), users, clients };
}

/** The longest row of wrong ones without a login in between, and all wrong ones, for each name. */
function counted(logins: readonly Login[]): Record<string, { longest: number; total: number }> {
  const counts: Record<string, { longest: number; total: number }> = {};
  const rows = new Map<string, number>();
  for (const { name, wrong, missing, worked } of logins) {
    counts[name] ??= { longest: 0, total: 0 };
    if (wrong) {
      const row = (rows.get(name) ?? 0) + 1;
      rows.set(name, row);
      counts[name] = {
        longest: Math.max(counts[name].longest, row),
        total: counts[name].total + (missing ? 0 : 1),
      };
    } else if (worked) rows.set(name, 0);
  }
  return counts;
}

const failures = ({ verdicts }: TappedRun) =>
  verdicts.filter(({ outcome }) => ['fail', 'warn', 'error'].includes(outcome)).map(({ check }) => check);

const inconclusive = ({ verdicts }: TappedRun) =>
  verdicts.filter(({ outcome }) => outcome === 'inconclusive');

for (const [name, settings, leftOut, budget] of [
  ['with every role', {}, [], 15],
  ['without a disposable user', {}, ['DISPOSABLE'], 15],
  ['with the main user only', {}, ['DISPOSABLE', 'SPECIAL', 'OTHER'], 15],
  ['with a small budget', { TOKEN_LOCKOUT_BUDGET: '4' }, [], 4],
  ['with two workers, whose session is this', { TOKEN_WORKERS: '2' }, [], 7],
] as const)
  test(`a run ${name} sends at most three wrong passwords in a row for a user, and at most the budget`, async () => {
    const run = await tappedRun({}, settings, leftOut);
    const users = counted(run.users);
    const all = { ...users, ...counted(run.clients) };
    for (const [account, { longest, total }] of Object.entries(all)) {
      expect(longest, account).toBeLessThanOrEqual(3);
      expect(total, account).toBeLessThanOrEqual(account in users ? budget : 2 * budget);
    }
    expect(Math.max(...Object.values(all).map(({ total }) => total))).toBeGreaterThan(2);
    expect(failures(run)).toEqual([]);
  });

test('with every role nothing is left out, and the main user gets few wrong passwords', async () => {
  const run = await tappedRun({});
  expect(inconclusive(run)).toEqual([]);
  expect(counted(run.users).sandboxUsername?.total).toBeLessThanOrEqual(5);
  expect(counted(run.users)['throwaway.resident']?.total).toBeGreaterThan(5);
});

test('what the budget leaves out is not verified, and the verdict of the run stays', async () => {
  const run = await tappedRun({}, { TOKEN_LOCKOUT_BUDGET: '4' }, ['DISPOSABLE', 'SPECIAL', 'OTHER']);
  const spent = run.results.filter(({ unmet }) => unmet === 'lockout-budget');
  expect(spent.length).toBeGreaterThan(3);
  for (const { inconclusive: reason = '' } of spent.filter((result) => result.inconclusive !== undefined))
    expect(reason).toMatch(
      /^the lock-out budget of (4 wrong passwords for the user|8 wrong secrets for the client) is spent/,
    );
  expect(run.results.filter(stoodInTheWay)).toEqual([]);
});

test('with a budget of nothing no wrong password is sent', async () => {
  const run = await tappedRun({}, { TOKEN_LOCKOUT_BUDGET: '0' });
  expect([...run.users, ...run.clients].filter(({ wrong, missing }) => wrong && !missing)).toEqual([]);
  expect(failures(run)).toEqual([]);
});

for (const variation of ['locks-after-five', 'locks-after-three'])
  test(`an account that ${variation} keeps working, and nothing is found`, async () => {
    for (const leftOut of [[], ['DISPOSABLE'], ['DISPOSABLE', 'SPECIAL', 'OTHER']]) {
      const run = await tappedRun({ variation }, {}, leftOut);
      expect(failures(run)).toEqual([]);
      expect(run.results.filter(stoodInTheWay)).toEqual([]);
      if (leftOut.length === 0) expect(inconclusive(run)).toEqual([]);
    }
  });

test.describe('a server that locks at the first wrong password', () => {
  test('ends the family for the user in between, and the rest of the run stands', async () => {
    const run = await tappedRun({ variation: 'locks-at-once' });
    const ended = run.results.filter(({ inconclusive: reason }) => reason?.includes('stopped working'));
    expect(ended.length).toBeGreaterThan(10);
    expect(run.verdicts.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    for (const { unmet } of ended) expect(unmet).toBe('DISPOSABLE');
    expect(run.verdicts.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(100);
  });
});

test('a disposable user that never works is not tried again, and others take its place', async () => {
  const run = await tappedRun({}, { TOKEN_DISPOSABLE_PASSWORD: 'not-the-password-at-all' });
  const concerned = run.results.filter(({ inconclusive: reason }) => reason?.includes('does not work'));
  expect(concerned.length).toBeGreaterThan(0);
  expect(counted(run.users)['Åsa Grönlund+日本@example.test']?.total).toBeGreaterThan(5);
  expect(concerned.every(({ unmet }) => unmet === 'DISPOSABLE')).toBe(true);
  expect(failures(run)).toEqual([]);
  expect(run.results.filter(stoodInTheWay)).toEqual([]);
});
