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

const folder = join(packageRoot, 'tests', 'self', 'dialects');
const document = (name: string) => join(folder, name.includes('.') ? name : `${name}.yaml`);

const form = 'application/x-www-form-urlencoded';

interface Understood {
  readonly endpoint: string;
  /** A part of what is told. */
  readonly evidence?: string;
  /** By grant: its parameters, those that are not required with a question mark. */
  readonly grants: Readonly<Record<string, string>>;
  /** Default: the form. */
  readonly sent?: string;
  /** Parameters that are sent beside the body. */
  readonly elsewhere?: Readonly<Record<string, 'query' | 'header'>>;
  /** How parameters are sent that the document names in its own way. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly types?: Readonly<Record<string, string>>;
  /** Header, query and path parameters. */
  readonly beside?: string;
  readonly clients: string;
  /** Parts of the sentences, all of them and in order. */
  readonly assumed?: readonly string[];
  /** Members of the token response, where its schema is described. */
  readonly answer?: string;
}

const understood: Readonly<Record<string, Understood>> = {
  'swagger-form': {
    endpoint: 'POST /oauth/token',
    evidence: 'an OAuth 2.0 flow names it as tokenUrl',
    grants: {
      client_credentials: 'grant_type scope?',
      refresh_token: 'grant_type refresh_token scope?',
    },
    beside: 'header X-Realm',
    clients: 'client_secret_basic',
    answer: 'access_token token_type expires_in',
  },
  'swagger-body.json': {
    endpoint: 'POST /auth/o2/token',
    grants: { refresh_token: 'grant_type refresh_token client_id client_secret' },
    sent: 'application/json',
    clients: 'client_secret_post',
    assumed: ['grant_type is refresh_token: grant_type has it as example or default'],
    answer: 'access_token',
  },
  'swagger-sparse': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type' },
    clients: 'client_secret_basic',
    assumed: ['grant_type is client_credentials: the description of the operation names it'],
  },
  'query-grant': {
    endpoint: 'POST /fineract/api/oauth/token',
    grants: { password: 'username password client_id client_secret grant_type' },
    elsewhere: {
      username: 'query',
      password: 'query',
      client_id: 'query',
      client_secret: 'query',
      grant_type: 'query',
    },
    beside: 'query tenantIdentifier',
    clients: 'client_secret_post',
    assumed: ['the request has no body', 'grant_type is password'],
    answer: 'access_token',
  },
  'query-and-form': {
    endpoint: 'POST /oauth/token',
    grants: { account_credentials: 'grant_type scope?' },
    elsewhere: { grant_type: 'query' },
    beside: 'query account_id',
    clients: 'client_secret_basic',
  },
  'query-in-path': {
    endpoint: 'POST /oauth/client_credential/accesstoken?grant_type=client_credentials&version=2',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    elsewhere: { grant_type: 'query' },
    beside: 'query version',
    clients: 'client_secret_post',
  },
  'json-body': {
    endpoint: 'POST /v2/oauth/token',
    grants: { password: 'grant_type username password lifetime remember scope? device?' },
    sent: 'application/json',
    types: { lifetime: 'number', remember: 'boolean', scope: 'list', device: 'value' },
    clients: 'none',
    answer: 'access_token',
  },
  'vendor-media-type': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    sent: 'application/vnd.api+json',
    clients: 'client_secret_post',
    answer: 'access_token',
  },
  multipart: {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    sent: 'multipart/form-data',
    clients: 'client_secret_post',
    assumed: ['grant_type is client_credentials'],
  },
  'form-and-json': {
    endpoint: 'POST /oauth/token',
    grants: {
      client_credentials: 'grant_type',
      'urn:ietf:params:oauth:grant-type:jwt-bearer': 'grant_type assertion',
    },
    clients: 'client_secret_basic',
    assumed: ['clients authenticate by HTTP Basic'],
  },
  'example-only': {
    endpoint: 'POST /oauth2/token',
    evidence: 'its response has access_token',
    grants: {
      password: 'grant_type username password client_id?',
      refresh_token: 'grant_type refresh_token client_id?',
    },
    clients: 'none',
    assumed: [
      'the parameters are those of the examples',
      'grant_type is password',
      'username, password is required by the standard',
      'grant_type is refresh_token',
      'refresh_token is required by the standard',
    ],
  },
  'prose-only': {
    endpoint: 'POST /oauth2/token',
    grants: {
      authorization_code: 'grant_type code redirect_uri?',
      refresh_token: 'grant_type refresh_token',
    },
    clients: 'client_secret_basic',
    assumed: [
      'grant_type is authorization_code or refresh_token: the description of grant_type names it',
      'clients authenticate by HTTP Basic',
    ],
    answer: 'access_token',
  },
  'no-body': {
    endpoint: 'POST /connect/token',
    evidence: 'an OAuth 2.0 flow names it as tokenUrl',
    grants: { client_credentials: 'grant_type', password: 'grant_type username password' },
    clients: 'client_secret_basic',
    assumed: [
      'no body is described',
      'the parameters are those of RFC 6749',
      'the OAuth 2.0 flows of the document name it',
      'client_credentials: grant_type of the standard is sent',
      'password: grant_type, username, password of the standard is sent',
      'clients authenticate by HTTP Basic',
    ],
  },
  'content-type-header': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type' },
    sent: 'application/json',
    clients: 'client_secret_basic',
    assumed: [
      'the parameters are those of RFC 6749',
      'the description of the operation names it',
      'grant_type of the standard is sent',
    ],
  },
  discriminator: {
    endpoint: 'POST /token',
    grants: {
      password: 'grant_type client_id username password',
      refresh_token: 'grant_type client_id refresh_token',
      client_credentials: 'grant_type client_id client_secret?',
    },
    clients: 'client_secret_post',
  },
  'discriminator-inherited': {
    endpoint: 'POST /token',
    grants: {
      password: 'grant_type client_id? username password',
      client_credentials: 'grant_type client_id? client_secret?',
    },
    clients: 'client_secret_post',
    assumed: ['username, password is required by the standard'],
  },
  'discriminator-shared-list': {
    endpoint: 'POST /token',
    grants: {
      password: 'client_id grant_type username password',
      refresh_token: 'client_id grant_type refresh_token',
    },
    clients: 'none',
  },
  'members-as-alternatives': {
    endpoint: 'POST /oauth2/token',
    grants: {
      authorization_code: 'grant_type code client_id',
      refresh_token: 'grant_type refresh_token client_id',
    },
    sent: 'application/json',
    clients: 'none',
  },
  'get-only': {
    endpoint: 'GET /oauth/token',
    evidence: 'it takes grant_type',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    elsewhere: { grant_type: 'query', client_id: 'query', client_secret: 'query' },
    beside: 'query realm?',
    clients: 'client_secret_post',
    assumed: ['token requests are sent by GET, as described', 'the request has no body'],
    answer: 'access_token',
  },
  'misspelt-form': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    clients: 'client_secret_post',
    assumed: ['the request is a form, as by RFC 6749'],
  },
  'header-says-form': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    clients: 'client_secret_post',
    assumed: ['the request is a form, as by RFC 6749', 'grant_type is client_credentials'],
  },
  'camel-case': {
    endpoint: 'POST /v1/token',
    grants: {
      client_credentials: 'grant_type client_id client_secret scope? deviceName?',
      refresh_token: 'grant_type client_id client_secret refresh_token scope? deviceName?',
    },
    sent: 'application/json',
    names: {
      grant_type: ['grantType'],
      client_id: ['clientId'],
      client_secret: ['clientSecret'],
      refresh_token: ['refreshToken'],
    },
    types: { scope: 'list' },
    clients: 'client_secret_post',
    assumed: ['grantType, clientId, clientSecret, refreshToken stand for'],
    answer: 'accessToken',
  },
  envelope: {
    endpoint: 'POST /oauth/token',
    grants: {
      client_credentials: 'type grant_type client_id client_secret?',
      refresh_token: 'type grant_type client_id client_secret? refresh_token',
    },
    sent: 'application/vnd.api+json',
    names: {
      type: ['data', 'type'],
      grant_type: ['data', 'attributes', 'grant_type'],
      client_id: ['data', 'attributes', 'client_id'],
      client_secret: ['data', 'attributes', 'client_secret'],
      refresh_token: ['data', 'attributes', 'refresh_token'],
    },
    clients: 'client_secret_post',
    assumed: ['data.type, data.attributes.grant_type'],
  },
  'own-login': {
    endpoint: 'POST /auth/token',
    evidence: 'its response has access_token',
    grants: { password: 'grant_type email password' },
    sent: 'application/json',
    clients: 'none',
    assumed: ['grant_type is password: its parameters are described', 'grant_type of the standard is sent'],
  },
  'demanded-redirect': {
    endpoint: 'POST /oauth/token',
    grants: {
      authorization_code: 'grant_type code code_verifier? redirect_uri',
      refresh_token: 'grant_type refresh_token redirect_uri',
    },
    clients: 'client_secret_basic',
    assumed: ['clients authenticate by HTTP Basic'],
  },
  'any-of-enum': {
    endpoint: 'POST /login/access-token',
    grants: { password: 'grant_type username password scope? client_id? client_secret?' },
    clients: 'client_secret_post',
    answer: 'access_token token_type',
  },
  fragments: {
    endpoint: 'POST /oauth/token#password',
    grants: { password: 'grant_type username password', refresh_token: 'grant_type refresh_token' },
    clients: 'none',
    assumed: [
      'grant_type is password: the fragment of the path names it',
      'grant_type is refresh_token: the fragment of the path names it',
    ],
  },
  template: {
    endpoint: 'POST /{tenant}/oauth2/v2.0/token',
    grants: { client_credentials: 'grant_type client_id? client_secret? scope?' },
    beside: 'path tenant',
    clients: 'client_secret_post',
  },
  'one-is-deprecated': {
    endpoint: 'POST /v2/oauth/tokens',
    grants: { client_credentials: 'grant_type client_id? client_secret?' },
    clients: 'client_secret_post',
  },
  'api-key': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type' },
    beside: 'header Ocp-Apim-Subscription-Key',
    clients: 'client_secret_basic',
  },
  'bearer-by-accident': {
    endpoint: 'POST /api/token',
    evidence: 'its response has access_token',
    grants: { password: 'grant_type username password' },
    sent: 'application/json',
    clients: 'none',
    assumed: [
      'grant_type is password: its parameters are described',
      'grant_type of the standard is sent',
      'username, password is required by the standard',
    ],
    answer: 'access_token',
  },
  'client-in-headers': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'client_id client_secret grant_type' },
    elsewhere: { client_id: 'header', client_secret: 'header' },
    beside: 'header X-Request-ID?',
    clients: 'client_secret_post',
    assumed: ['grant_type is client_credentials'],
  },
  'no-grant-type': {
    endpoint: 'POST /oauth/access_token',
    evidence: 'its response has access_token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    sent: 'application/json',
    clients: 'client_secret_post',
    assumed: ['the credentials of a client are all that it takes', 'grant_type of the standard is sent'],
    answer: 'access_token',
  },
  newest: {
    endpoint: 'POST /oauth/token',
    grants: {
      'urn:ietf:params:oauth:grant-type:token-exchange': 'grant_type subject_token subject_token_type',
    },
    clients: 'none',
    assumed: ['subject_token, subject_token_type is required by the standard'],
  },
  'prose-basic': {
    endpoint: 'POST /oauth',
    evidence: 'its name speaks of tokens',
    grants: { password: 'grant_type username password' },
    clients: 'client_secret_basic',
  },
  'slips.yaml': {
    endpoint: 'POST /token',
    grants: { password: 'grant_type username password' },
    beside: 'header X-Realm?',
    clients: 'none',
    assumed: [
      'username, password is required by the standard',
      'the parameter has no type, against OpenAPI',
      'the response has no description, against OpenAPI',
      'the range of statuses is written in small letters',
    ],
  },
  'slips-of-swagger': {
    endpoint: 'POST /token',
    grants: { password: 'grant_type username password' },
    beside: 'header X-Realm',
    clients: 'none',
    assumed: [
      'the body is described by parameters, as in Swagger 2.0',
      'the parameter has its type beside the schema',
      'the parameter has its type beside the schema',
      'consumes is of Swagger 2.0',
      'produces is of Swagger 2.0',
    ],
  },
  'slips-of-body': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id?' },
    sent: 'application/json',
    clients: 'none',
    assumed: ['the body is described by parameters, as in Swagger 2.0'],
  },
  'slips-of-outline': {
    endpoint: 'POST {realm}/token',
    grants: { client_credentials: 'grant_type' },
    beside: 'path realm',
    clients: 'client_secret_basic',
    assumed: [
      'tags is left empty',
      'description is left empty',
      'the document has no title',
      'the document has no version',
      'the version of OpenAPI has two parts',
      'the server has no url',
      'the variable of the server has no default',
      'the path does not begin with a slash',
      'the part of the path is not required',
      'security is no list of objects',
      'the request body has a schema and no media type',
      'audience is not known to OpenAPI here; it is ignored',
    ],
  },
  'encoded-values': {
    endpoint: 'POST /token',
    grants: {
      'urn:ietf:params:oauth:grant-type:jwt-bearer':
        'grant_type assertion client_assertion? client_assertion_type?',
    },
    clients: 'private_key_jwt,client_secret_jwt',
    assumed: [
      'a value is read without its percent-encoding in the schema of the parameter grant_type',
      'a value is read without its percent-encoding in the schema of the parameter client_assertion_type',
    ],
  },
  'slips-of-schemas': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id lifetime? scope?' },
    types: { lifetime: 'number' },
    clients: 'none',
    assumed: [
      'type String is read as string in the schema of the parameter grant_type',
      'the pattern is read without its slashes in the schema of the parameter client_id',
      'type int is read as integer in the schema of the parameter lifetime',
      'type String is read as string in the schema of the response 200',
      'type date is read as string in the schema of the response 200',
      'type any is read as any in the schema of the response 200',
    ],
    answer: 'access_token expires_at extra',
  },
  'broken-references': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type client_id?' },
    clients: 'none',
    assumed: [1, 2, 3, 4].map(() => 'it is not read, because a reference leads nowhere'),
  },
  'grant-alone.json': {
    endpoint: 'POST /token',
    grants: { client_credentials: 'grant_type scope?' },
    clients: 'client_secret_basic',
    assumed: [
      'grant_type is client_credentials: what is described does for no other grant',
      'clients authenticate by HTTP Basic',
      'basePath does not begin with a slash',
    ],
  },
  'prose-of-document': {
    endpoint: 'POST /oauth/token',
    grants: { authorization_code: 'grant_type code' },
    clients: 'client_secret_basic',
    assumed: [
      'no body is described',
      'the token response is that of RFC 6749',
      'the parameters are those of RFC 6749',
      'grant_type is authorization_code: the description of the document names it',
      'grant_type, code of the standard is sent',
      'clients authenticate by HTTP Basic',
      'the operation has no responses',
    ],
  },
  'tree/openapi.yaml': {
    endpoint: 'POST /oauth/token',
    grants: { client_credentials: 'grant_type client_id client_secret' },
    clients: 'client_secret_post',
    answer: 'access_token token_type parent',
  },
};

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
