/** Reading sound documents. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/contract/package-root.js';
import { readContract } from '../../src/contract/read-contract.js';
import { responseFor } from '../../src/contract/responses.js';
import { schemaProblems } from '../../src/contract/schema.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { grant, names, parameter } from './contract-parts.js';

const fixture = (name: string) => join(packageRoot, 'tests', 'self', 'fixtures', 'contract', name);
test.describe('a document with one schema for all grants (OpenAPI 3.0)', () => {
  test('gives each grant the parameters that the standard knows for it', async () => {
    const contract = await validateDocument(fixture('shared-form.openapi.yaml'));
    const common = ['client_id?', 'client_secret?', 'otp?', 'audience?', 'max_age?'];
    expect(contract.grants.map(({ type, parameters }) => [type, ...names(parameters)])).toEqual([
      ['password', 'grant_type', 'username', 'password', ...common],
      ['refresh_token', 'grant_type', 'refresh_token', ...common],
      ['client_credentials', 'grant_type', ...common],
    ]);
  });

  test('takes values from examples, except secrets from an example of the whole form', async () => {
    const contract = await readContract(fixture('shared-form.openapi.yaml'));
    const value = (type: string, name: string) =>
      parameter(grant(contract, type).parameters, name).documented;
    expect(value('password', 'grant_type')).toBe('password');
    expect(value('password', 'username')).toBe('alice');
    expect(value('password', 'password')).toBeUndefined();
    expect(value('password', 'client_id')).toBe('p-client');
    expect(value('refresh_token', 'client_id')).toBe('r-client');
    expect(value('refresh_token', 'refresh_token')).toBeUndefined();
    expect(value('client_credentials', 'client_id')).toBeUndefined();
    expect(value('client_credentials', 'audience')).toBe('accounts');
    expect(parameter(grant(contract, 'password').parameters, 'otp').secret).toBe(true);
    expect(parameter(contract.parameters, 'trace').documented).toBe('7');
  });

  test('merges parameters of path and operation, and leaves out what OpenAPI ignores', async () => {
    const { parameters } = await readContract(fixture('shared-form.openapi.yaml'));
    expect(names(parameters)).toEqual(['trace?', 'X-Request-ID']);
    expect(parameter(parameters, 'X-Request-ID')).toMatchObject({ documented: 'r-1', enforced: false });
  });

  test('fills path and server templates', async () => {
    const contract = await readContract(fixture('shared-form.openapi.yaml'));
    expect(contract.path).toBe('/tenants/{tenant}/token');
    expect(contract.pathParameters.map(({ name, documented }) => [name, documented])).toEqual([
      ['tenant', 'a b'],
    ]);
    expect(contract.servers).toEqual(['https://eu.server.example/api']);
    expect(contract.requestMediaTypes).toEqual(['application/x-www-form-urlencoded', 'application/json']);
  });

  test('finds client authentication, scopes and companions by evidence', async () => {
    const contract = await readContract(fixture('shared-form.openapi.yaml'));
    expect(contract.clientAuthentication).toEqual(['client_secret_basic', 'client_secret_post']);
    expect(contract.scopes).toEqual(['read', 'write', 'admin']);
    expect(contract.companions).toEqual({
      revocation: { method: 'POST', path: '/revoke' },
      introspection: { method: 'POST', path: '/introspect' },
      resource: undefined,
    });
    expect(contract.declared).toEqual({
      rotation: undefined,
      replayRevokesFamily: undefined,
      graceSeconds: 0,
      accessTokenFormat: undefined,
    });
  });

  test('translates nullable and boolean limits of OpenAPI 3.0', async () => {
    const contract = await readContract(fixture('shared-form.openapi.yaml'));
    const { schema } = parameter(grant(contract, 'password').parameters, 'max_age');
    expect(schema).toEqual({ type: 'integer', exclusiveMinimum: 0 });
    const response = responseFor(contract, 200);
    expect(response?.mediaTypes).toEqual(['text/html', 'application/vnd.example+json']);
    expect(schemaProblems(response?.schema ?? false, { id_token: null })).toEqual([]);
    expect(schemaProblems(response?.schema ?? false, { id_token: 7 })).toEqual([
      '/id_token must be string,null',
    ]);
  });

  test('finds a response by status, then by range, then by default', async () => {
    const contract = await readContract(fixture('shared-form.openapi.yaml'));
    expect(responseFor(contract, 200)?.status).toBe('200');
    expect(responseFor(contract, 418)?.status).toBe('4XX');
    expect(responseFor(contract, 500)?.status).toBe('default');
    expect(responseFor({ ...contract, responses: [] }, 200)).toBeUndefined();
  });
});

test.describe('a JSON document over several files', () => {
  test('merges allOf and tells the variants apart', async () => {
    const contract = await validateDocument(fixture('combined.openapi.json'));
    expect(contract.grants.map(({ type, parameters }) => [type, ...names(parameters)])).toEqual([
      // Two variants of one grant: required is what both require.
      ['password', 'grant_type', 'client_id', 'username', 'otp?'],
      ['refresh_token', 'grant_type', 'client_id', 'refresh_token'],
    ]);
    const client = parameter(grant(contract, 'password').parameters, 'client_id');
    expect(client).toMatchObject({ documented: 'c-1', description: 'Registered.' });
    expect(client.schema).toMatchObject({ type: 'string', description: 'Registered.' });
    expect(parameter(grant(contract, 'refresh_token').parameters, 'refresh_token').schema).toEqual({
      type: 'string',
      minLength: 1,
    });
    expect(contract.clientAuthentication).toEqual(['none']);
  });

  test('keeps a circular schema finite and usable', async () => {
    const schema = responseFor(await readContract(fixture('combined.openapi.json')), 200)?.schema ?? false;
    expect(JSON.stringify(schema)).toContain('"items":{"$ref":"#"}');
    const leaf = { name: 'leaf', $id: 'a property of that name' };
    expect(schemaProblems(schema, { name: 'root', children: [{ name: 'inner', children: [leaf] }] })).toEqual(
      [],
    );
    expect(schemaProblems(schema, { name: 'root', children: [{ name: 'inner', children: [{}] }] })).toEqual([
      "/children/0/children/0 must have required property 'name'",
    ]);
    expect(schemaProblems(schema, { name: 'root', $id: 7 })).toEqual(['/$id must be string']);
  });
});

test('problems of a value name its place and do not quote it', () => {
  const schema = {
    type: 'object',
    properties: { a: { const: 'x' }, b: { enum: ['y'] }, c: { pattern: '^z$' }, d: { type: 'integer' } },
    additionalProperties: false,
  };
  const secret = 's3cr3t';
  const problems = schemaProblems(schema, { a: secret, b: secret, c: secret, d: secret, [secret]: 1 });
  expect(problems).toHaveLength(5);
  expect(problems).toContain('/d must be integer');
  expect(problems.join()).not.toContain(secret);
  expect(schemaProblems(false, 1)).not.toEqual([]);
  expect(schemaProblems(true, 1)).toEqual([]);
});

test('a hostile value yields few and short problems, on one line each', () => {
  const schema = { type: 'object', additionalProperties: { type: 'integer' } };
  const value = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`${'\n\u001b['}${'k'.repeat(1000)}${index}`, '']),
  );
  const problems = schemaProblems(schema, value);
  expect(problems.length).toBeLessThanOrEqual(20);
  for (const problem of problems) {
    expect(problem.length).toBeLessThan(300);
    expect(problem).not.toMatch(/\p{Cc}/u);
  }
});
