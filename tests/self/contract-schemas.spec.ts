/** The JSON Schemas of the package, and the enforcement profiles. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { packageRoot } from '../../src/contract/package-root.js';
import { ProfileError, readProfile } from '../../src/contract/profile.js';
import { readContract } from '../../src/contract/read-contract.js';

const schemas = join(packageRoot, 'schemas');

async function compiler(): Promise<Ajv2020> {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  for (const file of await readdir(schemas))
    ajv.addSchema(JSON.parse(await readFile(join(schemas, file), 'utf8')), `/schemas/${file}`);
  return ajv;
}

test('every schema of the package is a JSON Schema (2020-12) without unknown keywords', async () => {
  const ajv = await compiler();
  const files = await readdir(schemas);
  expect(files.length).toBeGreaterThanOrEqual(7);
  for (const file of files) {
    expect(file).toMatch(/\.schema\.json$/);
    expect(ajv.getSchema(`/schemas/${file}`), file).toBeInstanceOf(Function);
  }
});

test('the schema of x-token-endpoint accepts what the standards know', async () => {
  const validate = (await compiler()).getSchema('/schemas/x-token-endpoint.schema.json');
  const accepted = [
    {},
    { rotation: 'none', replayRevokesFamily: false, graceSeconds: 30, accessTokenFormat: 'opaque' },
    { clientAuthentication: ['client_secret_basic', 'client_secret_post', 'none'] },
    { clientAuthentication: ['private_key_jwt', 'client_secret_jwt', 'tls_client_auth'] },
    { companions: { revocation: { method: 'POST', path: 'https://other.example/revoke' } } },
    { metadata: '/.well-known/oauth-authorization-server', jwks: 'https://keys.example/jwks.json' },
    { issuer: 'https://issuer.example/', accessTokenProfile: 'rfc9068' },
  ];
  for (const value of accepted) expect(validate?.(value), JSON.stringify(value)).toBe(true);
  const refused = [
    { graceSeconds: -1 },
    { clientAuthentication: [] },
    { clientAuthentication: ['password'] },
    { companions: { revocation: { path: '/revoke' } } },
    { metadata: 'well-known' },
    { jwks: { path: '/jwks' } },
    { issuer: 'https://issuer.example/?realm=a' },
    { accessTokenProfile: 'jwt' },
    { companions: { userinfo: { method: 'GET', path: '/me' } } },
    { alternatives: [{ parameter: { in: 'form', name: 'a' }, alternative: { in: 'query', name: 'b' } }] },
  ];
  for (const value of refused) expect(validate?.(value), JSON.stringify(value)).toBe(false);
});

test('the introspection schema requires active and allows further members', async () => {
  const validate = (await compiler()).getSchema('/schemas/introspection-response.schema.json');
  expect(validate?.({ active: false })).toBe(true);
  expect(validate?.({ active: true, aud: ['a', 'b'], exp: 1, tenant: 'x' })).toBe(true);
  expect(validate?.({})).toBe(false);
  expect(validate?.({ active: 'true' })).toBe(false);
});

test('reads the profiles of the package by name', async () => {
  expect(await readProfile('default')).toMatchObject({ strictness: 'rfc6749', enforced: {} });
  expect(await readProfile('fapi2')).toMatchObject({ strictness: 'fapi2', enforced: {} });
  expect(Object.keys((await readProfile('default')).enforced)).toEqual([]);
  expect({ ...(await readProfile('sandbox')).enforced }).toEqual({
    'X-Forwarded-For': true,
    'X-Device-Fingerprint': true,
  });
});

test('the sandbox profile settles what the contract leaves unknown', async () => {
  const { parameters } = await readContract(join(packageRoot, 'specs', 'mbanq-token.openapi.yaml'));
  const unknown = parameters.filter(({ enforced }) => enforced === 'unknown').map(({ name }) => name);
  expect(unknown).toEqual(Object.keys((await readProfile('sandbox')).enforced));
});

test('reads a profile by path, where every name is an ordinary one', async () => {
  const file = test.info().outputPath('mine.yaml');
  await writeFile(file, 'title: Mine\nenforced:\n  X-Realm: false\n  constructor: true\n');
  const { title, description, enforced } = await readProfile(file);
  expect([title, description]).toEqual(['Mine', undefined]);
  expect(enforced['X-Realm']).toBe(false);
  expect(enforced.constructor).toBe(true);
  expect(enforced.toString).toBeUndefined();
});

for (const { title, text, pointer, line, problem } of [
  { title: 'a profile without a title', text: 'enforced: {}\n', pointer: '#', line: 1, problem: /'title'/ },
  {
    title: 'a misspelt member',
    text: 'title: a\nenforced: {}\nenforcd: {}\n',
    pointer: '#/enforcd',
    line: 3,
    problem: /"enforcd" is not known here/,
  },
  {
    title: 'an enforcement that is text',
    text: 'title: a\nenforced:\n  X-Realm: maybe\n',
    pointer: '#/enforced/X-Realm',
    line: 3,
    problem: /must be boolean/,
  },
  { title: 'a list', text: '- a\n', pointer: '#', line: 1, problem: /must be object/ },
])
  test(`refuses ${title} as a profile`, async () => {
    const file = test.info().outputPath('broken.yaml');
    await writeFile(file, text);
    const error: unknown = await readProfile(file).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProfileError);
    expect(error).toMatchObject({ name: 'ProfileError', file, pointer, line });
    expect((error as ProfileError).problem).toMatch(problem);
    expect((error as ProfileError).mend).toBe('see schemas/profile.schema.json');
  });

test('names the profiles there are when one is unknown, and does not take names for paths', async () => {
  for (const name of ['sandbx', '..', 'default.json']) {
    const error: unknown = await readProfile(name).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProfileError);
    expect((error as ProfileError).problem).toContain(`there is no profile "${name}"`);
    expect((error as ProfileError).mend).toContain('default, doorkeeper, fapi1, fapi2, keycloak');
  }
  const absent: unknown = await readProfile('./absent.yaml').catch((reason: unknown) => reason);
  expect(absent).toMatchObject({ file: './absent.yaml', problem: 'there is no such file' });
});
