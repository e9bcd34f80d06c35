/** Codes and assertions that a command of the user supplies: fresh ones, within a deadline, and never shown. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { delegates } from '../../sandbox/accounts.js';
import { startSandbox } from '../../sandbox/server.js';
import { readContract } from '../../src/contract/read-contract.js';
import { Redactor } from '../../src/http/redaction.js';
import { HookFailure, runHook } from '../../src/session/hook.js';
import { createIdentity } from '../../src/session/identity.js';
import { suiteEnvironment } from '../../src/session/suite-environment.js';
import { createSupply } from '../../src/session/supply.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { readSettings } from '../../src/settings/read-settings.js';
import { runInProcess } from './in-process-run.js';

test.skip(process.platform === 'win32', 'the commands of this file are those of a POSIX shell');

const contractFile = join(packageRoot, 'tests/detection/contracts/further-grants.openapi.yaml');
const code = 'authorization_code';

const run = (command: string, deadline = 20_000, environment = {}) =>
  runHook({ command, deadline }, environment, 'code');

test('what a hook prints is the value, or values by name', async () => {
  expect(await run('echo " SplxlOBeZQ "')).toEqual({ code: 'SplxlOBeZQ' });
  expect(await run(`echo '{"code":"a","state":7}'`)).toEqual({ code: 'a', state: '7' });
  expect(await run('true')).toBeUndefined();
});

test('a hook learns by its environment what is wanted, and never by its command line', async () => {
  const hostile = '$(touch x); `id`"';
  expect(await run('printf %s "$HOOK_CLIENT_ID"', 20_000, { HOOK_CLIENT_ID: hostile })).toEqual({
    code: hostile,
  });
});

test('a hook may use Playwright: what is set for the processes of the suite is not set for it', async () => {
  Object.assign(process.env, suiteEnvironment);
  try {
    for (const name of Object.keys(suiteEnvironment)) {
      expect(process.env[name]).toBeDefined();
      expect(await run(`printf "unset%s" "$${name}"`)).toEqual({ code: 'unset' });
    }
  } finally {
    for (const name of Object.keys(suiteEnvironment)) delete process.env[name];
  }
});

for (const [command, reason] of [
  ['echo secret-7351; exit 3', /ended with exit code 3$/],
  ['echo "{secret-7351"', /begins like JSON and is none$/],
  [`echo '{"code":{"secret-7351":1}}'`, /more than parameters with a text each$/],
  ['head -c 300000 /dev/zero', /prints more than 256 kB$/],
  ['/no/such/command-of-anybody', /ended with exit code 127$/],
] as const)
  test(`a hook that fails says why, and nothing of what it printed: ${command}`, async () => {
    const failure = await run(command).catch((problem: unknown) => problem);
    expect(failure).toBeInstanceOf(HookFailure);
    expect(String(failure)).toMatch(reason);
    expect(String(failure)).not.toContain('7351');
  });

test('a hook that does not end is ended, with its children', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hook-'));
  try {
    const pidFile = join(folder, 'pid');
    await expect(run(`sleep 600 & echo $! > ${pidFile}; wait`, 700)).rejects.toThrow(
      /did not end within 0.7 s/,
    );
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await expect
      .poll(() => {
        try {
          process.kill(pid, 0);
          return 'alive';
        } catch {
          return 'ended';
        }
      })
      .toBe('ended');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function supplyOf(env: Readonly<Record<string, string>>) {
  const contract = await readContract(contractFile);
  const settings = readSettings({ flags: {}, env, dotenvFile: undefined });
  const redactor = new Redactor();
  const identity = createIdentity(contract, settings);
  const supply = createSupply({ contract, settings, identity, baseUrl: 'http://127.0.0.1:1', redactor });
  return { supply, redactor };
}

test('each request takes a fresh value with a verifier of its own, and all of them are secrets', async () => {
  const { supply, redactor } = await supplyOf({
    TOKEN_HOOK_CODE: 'printf "code-of-%s" "$HOOK_CODE_CHALLENGE"',
    TOKEN_REDIRECT_URI: 'https://app.example/callback',
  });
  const [one, other] = await supply.stocked(() => [
    supply.take(code, undefined),
    supply.take(code, undefined),
  ]);
  expect(one?.code).toMatch(/^code-of-[\w-]{43}$/);
  expect(other?.code).not.toBe(one?.code);
  expect(one?.redirect_uri).toBe('https://app.example/callback');
  expect(redactor.text(`${one?.code} ${one?.code_verifier} ${one?.redirect_uri}`)).not.toContain(
    one?.code ?? '',
  );
  expect(redactor.text(`x ${one?.code_verifier}`)).not.toContain(one?.code_verifier ?? '');
  expect(redactor.text(`x ${one?.redirect_uri}`)).toContain('https://app.example/callback');
});

test('a code without a challenge is asked for without one, and is none where a verifier comes with it', async () => {
  const asking = async (hook: string) => {
    const { supply } = await supplyOf({
      TOKEN_HOOK_CODE: hook,
      TOKEN_REDIRECT_URI: 'https://app.example/callback',
    });
    return supply.stocked(() => supply.take(code, 'without-challenge'));
  };
  expect(await asking('printf "c-%s-%s" "$HOOK_WANTED" "$HOOK_CODE_CHALLENGE"')).toEqual({
    code: 'c-without-challenge-',
    redirect_uri: 'https://app.example/callback',
  });
  await expect(asking(`echo '{"code":"a","code_verifier":"v"}'`)).rejects.toThrow(
    'supplies no code that is without-challenge',
  );
});

test('a configured code serves one request, a configured assertion every one', async () => {
  const { supply } = await supplyOf({ TOKEN_CODE: 'once', TOKEN_ASSERTION: 'a.b.c' });
  expect(await supply.stocked(() => supply.take(code, undefined))).toMatchObject({ code: 'once' });
  await expect(supply.stocked(() => supply.take(code, undefined))).rejects.toThrow(
    'TOKEN_CODE was used: set TOKEN_HOOK_CODE to a command that prints a fresh code each time',
  );
  const bearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  for (let time = 0; time < 3; time++)
    expect(await supply.stocked(() => supply.take(bearer, undefined))).toBeUndefined();
});

test('a hook that fails twice is not run again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hook-'));
  try {
    const log = join(folder, 'log');
    writeFileSync(log, '');
    const { supply } = await supplyOf({ TOKEN_HOOK_CODE: `echo x >> ${log}; exit 1` });
    for (let time = 0; time < 4; time++)
      await expect(supply.stocked(() => supply.take(code, undefined))).rejects.toThrow(
        /ended with exit code 1/,
      );
    expect(readFileSync(log, 'utf8')).toBe('x\nx\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const [delegate] = delegates;

async function judged(hook: string | undefined, selected = /^[a-z_]+\/(?!tls\/)/) {
  const sandbox = await startSandbox();
  try {
    return await runInProcess(
      {
        ...sandbox.environment,
        TOKEN_CLIENT_ID: delegate.id,
        TOKEN_CLIENT_SECRET: delegate.secret,
        TOKEN_REDIRECT_URI: 'https://app.sandbox.example/callback',
        TOKEN_SPEC: contractFile,
        TOKEN_SEED: '1',
        ...(hook === undefined ? {} : { TOKEN_HOOK_CODE: hook }),
      },
      { has: (id) => id.startsWith(`${code}/`) && selected.test(id) },
    );
  } finally {
    await sandbox.close();
  }
}

test('without a hook the grant is not verified, and with one that fails it is inconclusive: both say why', async () => {
  const without = await judged(undefined);
  expect(new Set(without.results.map(({ inconclusive }) => inconclusive))).toEqual(
    new Set([
      `nothing can be presented for the grant ${code}: set TOKEN_HOOK_CODE to a command that prints a fresh code, or TOKEN_CODE`,
    ]),
  );
  expect(new Set(without.results.map(({ unmet }) => unmet))).toEqual(new Set(['hook']));
  const failing = await judged('exit 4');
  expect(new Set(failing.results.map(({ inconclusive }) => inconclusive))).toEqual(
    new Set(['the command of TOKEN_HOOK_CODE ended with exit code 4']),
  );
  expect(new Set(failing.results.map(({ unmet }) => unmet))).toEqual(new Set([undefined]));
  expect(without.requests + failing.requests).toBe(0);
});

test('codes of a hook are exchanged, each once', async () => {
  const command = `"${process.execPath}" "${join(packageRoot, 'tests/self/fixtures/hook.mjs')}"`;
  const { verdicts } = await judged(command, /\/(valid\/minimal|presented\/replay)$/);
  const passed = verdicts.filter(({ outcome }) => outcome === 'pass').map(({ check }) => check);
  expect(passed).toEqual(expect.arrayContaining(['valid-request-granted', 'code-used-once']));
  expect(verdicts.filter(({ outcome }) => ['fail', 'warn', 'inconclusive'].includes(outcome))).toEqual([]);
});
