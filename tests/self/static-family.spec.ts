/** The static family in a session: it sends nothing, and says where the document or a setting is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { requirement } from '../../src/requirements/catalogue.js';
import { documentScenarios } from '../../src/scenarios/families/document.js';
import { readPlan, scenariosOf } from '../../src/session/plan.js';
import { packageRoot } from '../../src/settings/package-root.js';
import type { ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';
import { configurationFaults } from './documents/configuration-faults.js';
import { judgedStatically } from './documents/static-run.js';
import { describeVerdicts } from './in-process-run.js';

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
  const results = await judgedStatically(environment);
  expect(describeVerdicts(found(results))).toBe('');
  expect(results.map(({ requests, exchanges }) => requests + exchanges.length)).toEqual(results.map(() => 0));
  const passed = results.flatMap(({ verdicts }) => verdicts).filter(({ outcome }) => outcome === 'pass');
  expect(passed.map(({ check }) => check)).toEqual(
    expect.arrayContaining(['client-secret-entropy', 'configured-uri-no-fragment', 'document-form-open']),
  );
});

for (const { id, sentence, breaks, env } of configurationFaults)
  test(`the configuration fault ${id} is convicted: ${sentence}`, async () => {
    const verdicts = found(await judgedStatically(env));
    const meant = verdicts.filter(({ requirements }) => breaks.some((one) => requirements.includes(one)));
    expect(meant.map(({ outcome }) => outcome)).toEqual([requirement(breaks[0]).severity]);
    expect(meant[0]?.cause).toBe('configuration');
    for (const [name, value] of Object.entries(env))
      if (name.endsWith('_SECRET')) expect(JSON.stringify(verdicts)).not.toContain(value);
  });

test('the secret that the document publishes is worth a word where others can reach the server', async () => {
  const env = { TOKEN_CLIENT_SECRET: 'secret' };
  const remote = found(await judgedStatically({ ...env, TOKEN_BASE_URL: 'https://api.cloud.example' }));
  expect(remote.map(({ check, outcome }) => `${outcome} ${check}`)).toEqual(['info client-secret-entropy']);
  expect(found(await judgedStatically({ ...env, TOKEN_BASE_URL: 'http://localhost:8080' }))).toEqual([]);
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
  const verdicts = found(
    await judgedStatically({ TOKEN_SPEC: spec, TOKEN_BASE_URL: 'https://server.example' }),
  );
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
