/** The static family in a session: it sends nothing, and says where the document or a setting is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { requirement } from '../../src/requirements/catalogue.js';
import { documentScenarios } from '../../src/scenarios/families/document.js';
import { readPlan, scenariosOf } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';
import { packageRoot } from '../../src/settings/package-root.js';
import type { Environment } from '../../src/settings/read-settings.js';
import type { ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';
import { describeVerdicts } from './in-process-run.js';

/** All scenarios of the family, by a session whose transport refuses to be used. */
async function judged(env: Environment): Promise<ScenarioResult[]> {
  const { settings, contract, profile, scenarios } = await readPlan(env, undefined);
  const session = createSession({
    contract,
    settings,
    profile,
    scenarios,
    baseUrl: settings.baseUrl ?? '',
    version: 'test',
    transport: {
      send: () => Promise.reject(new Error('something was sent')),
      close: () => {},
    },
  });
  const results: ScenarioResult[] = [];
  for (const scenario of documentScenarios) results.push(await session.run(scenario));
  session.close();
  return results;
}

const found = (results: readonly ScenarioResult[]): Verdict[] =>
  results
    .flatMap(({ verdicts }) => verdicts)
    .filter(({ outcome }) => !['pass', 'not-applicable'].includes(outcome));

test('the scenarios of the family come first and are not followed by a control', async () => {
  const { contract } = await readPlan({}, undefined);
  const scenarios = scenariosOf(contract);
  expect(scenarios.slice(0, documentScenarios.length)).toEqual(documentScenarios);
  expect(scenarios.filter(({ family, judges }) => family === 'document' && judges === undefined)).toEqual([]);
});

test('nothing is sent, and the sandbox with its identities is found fault with in nothing', async () => {
  const sandbox = await startSandbox();
  const { environment } = sandbox;
  await sandbox.close();
  const results = await judged(environment);
  expect(describeVerdicts(found(results))).toBe('');
  expect(results.map(({ requests, exchanges }) => requests + exchanges.length)).toEqual(results.map(() => 0));
  const passed = results.flatMap(({ verdicts }) => verdicts).filter(({ outcome }) => outcome === 'pass');
  expect(passed.map(({ check }) => check)).toEqual(
    expect.arrayContaining(['client-secret-entropy', 'configured-uri-no-fragment', 'document-form-open']),
  );
});

/** Configurations that are wrong, each with the requirement that it breaks. */
const configurationFaults: readonly {
  readonly sentence: string;
  readonly breaks: string;
  readonly env: Environment;
}[] = [
  {
    sentence: 'the token endpoint is reached by http',
    breaks: 'RFC6749-3.2-https-uri',
    env: { TOKEN_BASE_URL: 'http://api.cloud.example', TOKEN_ALLOW_HTTP: 'api.cloud.example' },
  },
  {
    sentence: 'the revocation endpoint is reached by http',
    breaks: 'RFC7009-2-https',
    env: { TOKEN_BASE_URL: 'http://203.0.113.7:8080', TOKEN_ALLOW_HTTP: '203.0.113.7' },
  },
  {
    sentence: 'the introspection endpoint is reached by http',
    breaks: 'RFC7662-2-https',
    env: { TOKEN_BASE_URL: 'http://api.cloud.example', TOKEN_ALLOW_HTTP: 'api.cloud.example' },
  },
  ...['letmein', 'summer-2024', '12345678901234567890123456789012', 'secretsecretsecretsecretsecret'].map(
    (secret) => ({
      sentence: `the client secret has ${secret.length} characters that can be guessed`,
      breaks: 'RFC6749-10.10-client-secret-entropy',
      env: { TOKEN_BASE_URL: 'https://api.cloud.example', TOKEN_CLIENT_SECRET: secret },
    }),
  ),
  {
    sentence: 'the secret of another client can be guessed',
    breaks: 'RFC6749-10.10-client-secret-entropy',
    env: { TOKEN_BASE_URL: 'http://127.0.0.1:8080', TOKEN_OTHER_CLIENT_SECRET: 'api-2024' },
  },
];

for (const { sentence, breaks, env } of configurationFaults)
  test(`a configuration is convicted of ${breaks}: ${sentence}`, async () => {
    const verdicts = found(await judged(env));
    const meant = verdicts.filter(({ requirements }) => requirements.includes(breaks));
    expect(meant.map(({ outcome }) => outcome)).toEqual([requirement(breaks).severity]);
    expect(meant[0]?.cause).toBe('configuration');
    for (const [name, value] of Object.entries(env))
      if (name.endsWith('_SECRET')) expect(JSON.stringify(verdicts)).not.toContain(value);
  });

test('the secret that the document publishes is worth a word where others can reach the server', async () => {
  const env = { TOKEN_CLIENT_SECRET: 'secret' };
  const remote = found(await judged({ ...env, TOKEN_BASE_URL: 'https://api.cloud.example' }));
  expect(remote.map(({ check, outcome }) => `${outcome} ${check}`)).toEqual(['info client-secret-entropy']);
  expect(found(await judged({ ...env, TOKEN_BASE_URL: 'http://localhost:8080' }))).toEqual([]);
});

test('a finding about the document names the place, once for all that refer to it', async () => {
  const reports = join(packageRoot, 'reports');
  mkdirSync(reports, { recursive: true });
  const folder = mkdtempSync(join(reports, 'static-'));
  const spec = join(folder, 'token.openapi.json');
  const member = { schema: { $ref: '#/components/schemas/Error' } };
  const response = { description: 'Refused', content: { 'application/json': member } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Example', version: '1' },
    paths: {
      '/token': {
        post: {
          requestBody: {
            required: true,
            content: {
              'application/x-www-form-urlencoded': {
                schema: {
                  type: 'object',
                  required: ['grant_type'],
                  properties: {
                    grant_type: { const: 'client_credentials' },
                    client_secret: { type: 'string' },
                  },
                },
              },
            },
          },
          responses: { '200': { description: 'A token' }, '400': response, '401': response },
        },
      },
    },
    components: { schemas: { Error: { type: 'object', properties: { error: { type: 'object' } } } } },
  };
  const text = JSON.stringify(document, undefined, 2);
  writeFileSync(spec, text);
  const verdicts = found(await judged({ TOKEN_SPEC: spec, TOKEN_BASE_URL: 'https://server.example' }));
  rmSync(folder, { recursive: true });
  const wrong = verdicts.find(({ check }) => check === 'document-error-is-text');
  expect(wrong).toMatchObject({
    outcome: 'fail',
    cause: 'contract',
    actual: 'error as object',
    location: {
      pointer: '#/components/schemas/Error/properties/error',
      line: text.slice(0, text.lastIndexOf('"error"')).split('\n').length,
    },
  });
  expect(wrong?.location?.file).toMatch(/token\.openapi\.json$/);
});
