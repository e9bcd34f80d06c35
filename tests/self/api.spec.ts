/** What programs may import. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ContractError, DocumentError, judge, readContract, run, SettingsError } from '../../src/index.js';
import { packagedContract, packageRoot } from '../../src/settings/package-root.js';
import { onLoopback } from './on-loopback.js';

const only = (id: string): boolean => id.startsWith('password/missing/');

test('run judges the embedded sandbox and writes nothing', async () => {
  const seen: string[] = [];
  const results = await run({ environment: {}, only, onScenario: ({ scenario }) => seen.push(scenario) });
  expect(seen.length).toBeGreaterThan(3);
  expect(results.scenarios.map(({ id }) => id)).toEqual(seen);
  expect(results).toMatchObject({ verdict: 'inconclusive', partial: true, counts: { fail: 0 } });
  expect(results.preflight?.ok).toBe(true);
  const schema = JSON.parse(readFileSync(join(packageRoot, 'schemas/results.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  // As a file would hold it: without what is undefined.
  expect(validate(JSON.parse(JSON.stringify(results))), JSON.stringify(validate.errors)).toBe(true);
});

test('run can be ended between two scenarios', async () => {
  const ending = new AbortController();
  const results = await run({
    environment: {},
    only,
    signal: ending.signal,
    onScenario: () => ending.abort(),
  });
  expect(results.run.aborted).toBe(true);
  expect(results.partial).toBe(true);
});

test('run tells that the preflight failed', async () => {
  const { preflight, verdict, exitCode } = await run({
    environment: { TOKEN_BASE_URL: 'http://127.0.0.1:9' },
  });
  expect(preflight?.ok).toBe(false);
  expect({ verdict, exitCode }).toEqual({ verdict: 'inconclusive', exitCode: 3 });
});

test('run presents what a hook supplies, in the preflight too', async () => {
  const bodies: string[] = [];
  const server = await onLoopback(
    createServer(async (request, response) => {
      const body = await text(request);
      bodies.push(body);
      const granted = new URLSearchParams(body).get('code') === 'code-of-the-hook';
      const answer = granted ? { access_token: 'a', token_type: 'Bearer' } : { error: 'invalid_grant' };
      response.writeHead(granted ? 200 : 400, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer));
    }),
  );
  try {
    const { preflight } = await run({
      environment: {
        TOKEN_BASE_URL: server.url,
        TOKEN_SPEC: join(packageRoot, 'tests/self/dialects/demanded-redirect.yaml'),
        TOKEN_HOOK_CODE: 'echo code-of-the-hook',
        TOKEN_REDIRECT_URI: 'https://client.example/back',
      },
      only: () => false,
    });
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies[0]).toContain('code=code-of-the-hook');
    expect(preflight).toMatchObject({ ok: true });
  } finally {
    await server.close();
  }
});

test('judge convicts an exchange, and keeps its secrets', async () => {
  const contract = await readContract(packagedContract);
  const token = 'tGzv3JOkF0XG5Qx2TlKWIA';
  const verdicts = judge(contract, {
    grant: 'password',
    request: {
      method: 'POST',
      url: 'https://api.example/oauth/token',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: 'grant_type=password&username=somebody&password=correct-horse',
    },
    response: {
      status: 201,
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: '3600' }),
    },
  });
  const convicted = verdicts.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
  for (const check of ['grant-status-200', 'expires-in-integer', 'cache-control-no-store'])
    expect(convicted).toContain(check);
  expect(JSON.stringify(verdicts)).not.toContain(token);
  expect(JSON.stringify(verdicts)).not.toContain('correct-horse');
});

test('what cannot be used is told by errors that programs can tell apart, before anything is sent', async () => {
  const missing = await readContract('nowhere.yaml').catch((problem: unknown) => problem);
  expect(missing).toBeInstanceOf(ContractError);
  expect(missing).toMatchObject({ file: 'nowhere.yaml', mend: expect.stringMatching(/\w/) });
  const profile = await run({ environment: { TOKEN_PROFILE: './nowhere.yaml' } }).catch(
    (problem: unknown) => problem,
  );
  expect(profile).toBeInstanceOf(DocumentError);
  expect(profile).not.toBeInstanceOf(ContractError);
  const settings = await run({ environment: { TOKEN_SEED: 'many' } }).catch((problem: unknown) => problem);
  expect(settings).toBeInstanceOf(SettingsError);
  expect((settings as SettingsError).problems).toMatchObject([{ setting: 'TOKEN_SEED' }]);
});
