/** Documents as publishers write them: what is found in each, on what evidence, and what is assumed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { contractFor } from '../../src/cli/contract-for.js';
import type { Contract } from '../../src/contract/contract.js';
import { packageRoot } from '../../src/contract/package-root.js';
import { readContract } from '../../src/contract/read-contract.js';
import { responseFor } from '../../src/contract/responses.js';
import { readTokenDocument } from '../../src/contract/token-document.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { contractNotice } from '../../src/reports/contract-notice.js';
import { readSettings } from '../../src/settings/read-settings.js';
import { judgedDocument } from './documents/judged-document.js';
import { understood } from './understood-dialects.js';

const folder = join(packageRoot, 'tests', 'self', 'dialects');
const document = (name: string) => join(folder, name.includes('.') ? name : `${name}.yaml`);

const form = 'application/x-www-form-urlencoded';

const shown = (parameters: readonly { readonly name: string; readonly required: boolean }[]) =>
  parameters.map(({ name, required }) => (required ? name : `${name}?`)).join(' ');

function besideBody({ parameters, pathParameters }: Contract): string {
  return [
    ...parameters.map((one) => `${one.in} ${shown([one])}`),
    ...pathParameters.map(({ name }) => `path ${name}`),
  ].join(', ');
}

for (const [name, expected] of Object.entries(understood))
  test(`understands ${name}`, async () => {
    const contract = await validateDocument(document(name));
    expect(contract.operation.name).toBe(expected.endpoint);
    expect(contract.operation.evidence.join('; ')).toContain(expected.evidence ?? '');
    expect(contract.operation.evidence).not.toEqual([]);
    expect(
      Object.fromEntries(contract.grants.map(({ type, parameters }) => [type, shown(parameters)])),
    ).toEqual(expected.grants);
    expect(contract.encoding.mediaType).toBe(expected.sent ?? form);
    expect(contract.encoding.elsewhere).toEqual(expected.elsewhere ?? {});
    expect(contract.encoding.names).toEqual(expected.names ?? {});
    expect(contract.method).toBe(expected.endpoint.split(' ')[0]);
    expect(contract.encoding.types).toEqual(expected.types ?? {});
    expect(besideBody(contract)).toBe(expected.beside ?? '');
    expect(contract.clientAuthentication.join()).toBe(expected.clients);
    expect(contract.assumptions).toEqual(
      (expected.assumed ?? []).map((what) => ({
        what: expect.stringContaining(what),
        pointer: expect.stringMatching(/^#/),
      })),
    );
    const answer = (responseFor(contract, 200) ?? responseFor(contract, 201))?.schema;
    expect(Object.keys((answer as { properties?: object } | undefined)?.properties ?? {}).join(' ')).toBe(
      expected.answer ?? '',
    );
  });

test('judges each of these documents, and every finding has a place in a file', async () => {
  for (const name of Object.keys(understood)) {
    const verdicts = await judgedDocument(document(name));
    expect(verdicts.length, name).toBeGreaterThan(20);
    for (const { outcome, location, check } of verdicts) {
      expect(outcome, `${name} ${check}`).not.toBe('error');
      if (outcome === 'fail' || outcome === 'warn') {
        expect(location?.line, `${name} ${check}`).toBeGreaterThan(0);
        expect(relative(folder, location?.file ?? ''), `${name} ${check}`).not.toMatch(/^\.\./);
      }
    }
  }
});

test('names places of Swagger 2.0 as its author wrote them', async () => {
  const { root, locate, operation } = await readTokenDocument(document('swagger-form'));
  const place = (...path: readonly string[]) => {
    const at = operation.at.at(...path);
    return at && [at.pointer, locate(at.pointer).pointer, locate(at.pointer).line];
  };
  const post = '#/paths/~1oauth~1token/post';
  const media = ['requestBody', 'content', form];
  expect(place(...media)).toEqual([`${post}/consumes`, `${post}/consumes`, 22]);
  expect(place(...media, 'schema', 'properties', 'grant_type', 'enum')).toEqual([
    `${post}/parameters/0/enum`,
    `${post}/parameters/0/enum`,
    31,
  ]);
  const json = ['responses', '200', 'content', 'application/json'];
  expect(place(...json, 'schema', 'properties', 'expires_in')).toEqual([
    `${post}/responses/200/schema/properties/expires_in`,
    '#/definitions/Token/properties/expires_in',
    55,
  ]);
  expect(place(...json, 'example')?.[0]).toBe(`${post}/responses/200/examples/application~1json`);
  expect(place('responses', '200', 'headers', 'Cache-Control', 'schema', 'enum')?.[0]).toBe(
    `${post}/responses/200/headers/Cache-Control/enum`,
  );
  expect(place('parameters')?.[0]).toBe(`${post}/parameters`);
  expect(operation.at.get('parameters')?.items()[0]?.pointer).toBe('#/paths/~1oauth~1token/parameters/0');
  expect(
    root.at('components', 'securitySchemes', 'machines', 'flows', 'clientCredentials', 'tokenUrl')?.pointer,
  ).toBe('#/securityDefinitions/machines/tokenUrl');
  expect(root.get('servers')?.items()[0]?.get('url')).toMatchObject({
    pointer: '#/schemes',
    value: 'https://login.example/v1',
  });
});

test('takes no operation for the token endpoint that is asked by GET and has nothing but the name', async () => {
  await expect(readContract(document('get-by-name'))).rejects.toMatchObject({
    problem: expect.stringContaining('there is no token endpoint'),
  });
});

test('a value that stands percent-encoded in the document is not encoded twice', async () => {
  const [grant] = (await readContract(document('encoded-values'))).grants;
  expect(grant?.parameters.find(({ name }) => name === 'client_assertion_type')).toMatchObject({
    documented: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    schema: { enum: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'] },
  });
});

test('follows a Swagger parameter to where it is defined', async () => {
  const contract = await readContract(document('swagger-form'));
  const { locate } = await readTokenDocument(document('swagger-form'));
  const [realm] = contract.parameters;
  expect(realm).toMatchObject({ name: 'X-Realm', required: true, documented: 'main' });
  expect(locate(realm?.pointer ?? '').pointer).toBe('#/parameters/Realm');
});

test('the JSON schema of a Swagger response limits as its older draft means it', async () => {
  const schema = responseFor(await readContract(document('swagger-form')), 200)?.schema;
  expect(schema).toMatchObject({ properties: { expires_in: { exclusiveMinimum: 0 } } });
});

test('takes the defaults of server variables, and no server where none is named', async () => {
  expect((await readContract(document('template'))).servers).toEqual(['https://eu.login.example/test']);
  expect((await readContract(document('swagger-form'))).servers).toEqual(['https://login.example/v1']);
  expect((await readContract(document('query-grant'))).servers).toEqual([]);
  expect((await readContract(document('slips-of-outline'))).servers).toEqual(['https://eu.login.example']);
  expect((await readContract(document('grant-alone.json'))).servers).toEqual(['https://login.example/auth/']);
});

test('finds the place of a finding in the file of a tree', async () => {
  const { locate, operation } = await readTokenDocument(document('tree/openapi.yaml'));
  const at = operation.at.at(
    'requestBody',
    'content',
    form,
    'schema',
    'properties',
    'client_id',
    'minLength',
  );
  const { file, pointer, line } = locate(at?.pointer ?? '');
  expect([relative(folder, file), pointer, line]).toEqual([
    'tree/schemas/request.json',
    '#/definitions/Text/minLength',
    12,
  ]);
});

test.describe('several token operations', () => {
  for (const wanted of ['machineToken', '/v2/oauth/token', 'POST /v2/oauth/token'])
    test(`${wanted} names one of them`, async () => {
      const contract = await readContract(document('several'), wanted);
      expect(contract.path).toBe('/v2/oauth/token');
      expect(contract.operation.evidence).toEqual(['--operation names it']);
      expect((await readTokenDocument(document('several'), wanted)).operation.path).toBe('/v2/oauth/token');
    });

  test('are listed when none is named', async () => {
    await expect(readContract(document('several'))).rejects.toMatchObject({
      pointer: '#/paths',
      line: 3,
      problem:
        'there are several token endpoints: POST /oauth/token (userToken), POST /v2/oauth/token (machineToken)',
      mend: expect.stringContaining('--operation (TOKEN_OPERATION)'),
    });
  });

  test('are listed when another one is named', async () => {
    await expect(readContract(document('several'), 'token')).rejects.toMatchObject({
      problem:
        'there is no operation "token"; token endpoints of the document: POST /oauth/token (userToken), POST /v2/oauth/token (machineToken)',
      mend: expect.stringContaining('--operation'),
    });
  });

  test('a deprecated one is passed over, and named', async () => {
    const { operation, companions } = await readContract(document('one-is-deprecated'));
    expect(operation.passedOver).toEqual(['POST /v1/oauth/tokens']);
    expect(companions.introspection).toEqual({ method: 'POST', path: '/oauth/introspect' });
  });
});

test('what was found and assumed is told, without control characters', async () => {
  expect(contractNotice(await readContract(document('one-is-deprecated')))).toBe(
    'Token endpoint: POST /v2/oauth/tokens (it takes grant_type, its path is that\n' +
      '  of a token endpoint and it takes credentials)\n' +
      '  not POST /v1/oauth/tokens; --operation chooses another one',
  );
  const contract = await readContract(document('bearer-by-accident'));
  const told = contractNotice(contract);
  expect(Math.max(...told.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(told.replace(/\n {4}/g, ' ')).toContain(
    'Assumed, because the document leaves it open:\n  grant_type is password: its parameters are described (#/paths/',
  );
  const hostile = { ...contract, assumptions: [{ what: 'a\u001b[31mb\u202e', pointer: '#/\n::error::x' }] };
  expect(contractNotice(hostile)).not.toMatch(/[\u001b\u202e]|::error/);
});

test('a part of the path takes its value from the settings, and nothing is sent without one', async () => {
  const settings = (env: Readonly<Record<string, string>>) =>
    readSettings({ flags: { spec: document('template') }, env, dotenvFile: undefined });
  await expect(contractFor(settings({}))).rejects.toMatchObject({
    name: 'ContractError',
    pointer: '#/paths/~1{tenant}~1oauth2~1v2.0~1token/parameters/0',
    line: 11,
    problem: expect.stringContaining('has the parameter tenant, which has no value'),
    mend: expect.stringContaining('set TOKEN_TENANT'),
  });
  expect((await contractFor(settings({ TOKEN_TENANT: 'contoso' }))).path).toBe('/{tenant}/oauth2/v2.0/token');
});

test('docs/dialects.md names every document', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'dialects.md'), 'utf8');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(yaml|json)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((name) => !page.includes(`(../tests/self/dialects/${name})`))).toEqual([]);
});
