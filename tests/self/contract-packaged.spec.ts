/** The documents that come with the package: what is read in them, and that they hold what they promise. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse, parseDocument } from 'yaml';
import { packageRoot } from '../../src/contract/package-root.js';
import { readContract } from '../../src/contract/read-contract.js';
import { responseFor } from '../../src/contract/responses.js';
import { schemaProblems } from '../../src/contract/schema.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { capabilities } from '../../src/verdicts/capabilities.js';
import { names, parameter } from './contract-parts.js';

const mbanq = join(packageRoot, 'specs', 'mbanq-token.openapi.yaml');
const operation = '#/paths/~1oauth~1token/post';
const form = `${operation}/requestBody/content/application~1x-www-form-urlencoded/schema`;

test.describe('the contract of the first target', () => {
  test('names its document, server, endpoint and request', async () => {
    const contract = await readContract(mbanq);
    expect(contract.file).toBe(mbanq);
    expect(contract.title).toBe('MBANQ token endpoint');
    expect(contract.version).toBe('1.0.0');
    expect(contract.sha256).toBe(
      createHash('sha256')
        .update(await readFile(mbanq))
        .digest('hex'),
    );
    expect(contract.servers).toEqual(['https://api.cloud.mbanq.com']);
    expect(contract.path).toBe('/oauth/token');
    expect(contract.pointer).toBe(operation);
    expect(contract.requestMediaTypes).toEqual(['application/x-www-form-urlencoded']);
  });

  test('has three header parameters, the tenant with an alternative in the query', async () => {
    const { parameters } = await readContract(mbanq);
    const [tenant, address, device] = parameters;
    expect(parameters).toEqual([
      {
        name: 'tenantId',
        in: 'header',
        required: true,
        schema: { description: 'Not blank.', type: 'string', pattern: '\\S' },
        description: expect.stringContaining('tenant'),
        documented: 'z01j3e71zd6zkq908vyf5861a8',
        enforced: true,
        secret: false,
        alternative: {
          name: 'tenantIdentifier',
          in: 'query',
          required: false,
          schema: { description: 'Not blank.', type: 'string', pattern: '\\S' },
          description: expect.stringContaining('tenant'),
          documented: 'z01j3e71zd6zkq908vyf5861a8',
          enforced: true,
          secret: false,
          alternative: undefined,
          pointer: `${operation}/parameters/1`,
        },
        pointer: `${operation}/parameters/0`,
      },
      {
        name: 'X-Forwarded-For',
        in: 'header',
        required: true,
        schema: expect.objectContaining({ type: 'string' }),
        description: expect.stringContaining('IP address'),
        documented: '222.12.211.12',
        enforced: 'unknown',
        secret: false,
        alternative: undefined,
        pointer: `${operation}/parameters/2`,
      },
      {
        name: 'X-Device-Fingerprint',
        in: 'header',
        required: true,
        schema: { description: 'Not blank.', type: 'string', pattern: '\\S' },
        description: expect.stringContaining('device'),
        documented: '09BD47A5-9380-40E3-AFF8-592D5E433',
        enforced: 'unknown',
        secret: false,
        alternative: undefined,
        pointer: `${operation}/parameters/3`,
      },
    ]);
    for (const blank of ['', '  ']) {
      expect(schemaProblems(tenant?.schema ?? true, blank)).not.toEqual([]);
      expect(schemaProblems(device?.schema ?? true, blank)).not.toEqual([]);
    }
    expect(address).toBeDefined();
  });

  test('wants an IP address first in X-Forwarded-For', async () => {
    const { schema } = parameter((await readContract(mbanq)).parameters, 'X-Forwarded-For');
    const addresses = [
      '222.12.211.12',
      '222.12.211.12, 10.0.0.1',
      '0.0.0.0,unknown',
      '::',
      '::1',
      '1::',
      'fe80::1',
      '2001:db8::8a2e:370:7334, 10.0.0.1',
      '1:2:3:4:5:6:7:8',
      '::ffff:222.12.211.12',
    ];
    for (const value of addresses) expect(schemaProblems(schema, value), value).toEqual([]);
    const others = [
      '',
      ' ',
      'device',
      '999.1.1.1',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.4:80',
      'unknown, 1.2.3.4',
      '1:2:3',
      '1::2::3',
      ':::',
      ':1::2',
      '1::2:',
      '1:2:3:4:5:6:7:8:9',
      'g::1',
    ];
    for (const value of others) expect(schemaProblems(schema, value), value).not.toEqual([]);
  });

  test('offers the password and the refresh token grant', async () => {
    const { grants, scopes, clientAuthentication } = await readContract(mbanq);
    expect(grants.map(({ type, pointer }) => [type, pointer])).toEqual([
      ['password', `${form}/oneOf/0`],
      ['refresh_token', `${form}/oneOf/1`],
    ]);
    const shape = (type: string) =>
      grants
        .find((candidate) => candidate.type === type)
        ?.parameters.map(({ name, required, documented, secret, enforced }) => ({
          name,
          required,
          documented,
          secret,
          enforced,
        }));
    const client = [
      { name: 'client_id', required: true, documented: 'api', secret: false, enforced: true },
      { name: 'client_secret', required: true, documented: 'secret', secret: true, enforced: true },
      { name: 'scope', required: false, documented: 'all', secret: false, enforced: true },
    ];
    expect(shape('password')).toEqual([
      { name: 'grant_type', required: true, documented: 'password', secret: false, enforced: true },
      { name: 'username', required: true, documented: 'sandboxUsername', secret: false, enforced: true },
      { name: 'password', required: true, documented: 'sandboxPassword', secret: true, enforced: true },
      ...client,
    ]);
    expect(shape('refresh_token')).toEqual([
      { name: 'grant_type', required: true, documented: 'refresh_token', secret: false, enforced: true },
      { name: 'refresh_token', required: true, documented: undefined, secret: true, enforced: true },
      ...client,
    ]);
    for (const { in: location } of grants.flatMap(({ parameters }) => parameters))
      expect(location).toBe('form');
    expect(grants[0]?.parameters[1]).toEqual({
      name: 'username',
      in: 'form',
      required: true,
      schema: {
        description: 'Name of the user.',
        type: 'string',
        pattern: '^.*$',
        examples: ['sandboxUsername'],
      },
      description: 'Name of the user.',
      documented: 'sandboxUsername',
      enforced: true,
      secret: false,
      alternative: undefined,
      pointer: `${form}/oneOf/0/properties/username`,
    });
    expect(scopes).toEqual(['all']);
    expect(clientAuthentication).toEqual(['client_secret_post']);
  });

  test('declares rotation, family revocation, token format and companions', async () => {
    const { declared, companions } = await readContract(mbanq);
    expect(declared).toEqual({
      rotation: 'required',
      replayRevokesFamily: true,
      graceSeconds: 0,
      accessTokenFormat: 'jwt',
    });
    expect(companions).toEqual({
      revocation: { method: 'POST', path: '/oauth/revoke' },
      introspection: { method: 'POST', path: '/oauth/introspect' },
      resource: { method: 'GET', path: '/userdetails' },
    });
  });

  test('documents each honest answer with its headers', async () => {
    const { responses } = await readContract(mbanq);
    expect(
      responses.map(({ status, mediaTypes, headers, pointer }) => [
        status,
        mediaTypes.join(),
        headers.map(({ name, required }) => (required ? name : `${name}?`)).join(),
        pointer,
      ]),
    ).toEqual(
      [
        ['200', 'application/json', 'Cache-Control,Pragma'],
        ['400', 'application/json', ''],
        ['401', 'application/json', 'WWW-Authenticate'],
        ['405', 'application/json', 'Allow'],
        ['413', '', ''],
        ['415', 'application/json', ''],
        ['429', '', 'Retry-After?'],
        ['431', '', ''],
        ['503', '', 'Retry-After?'],
      ].map((row) => [...row, `${operation}/responses/${row[0]}`]),
    );
    expect(responses[0]?.headers[0]?.pointer).toBe(`${operation}/responses/200/headers/Cache-Control`);
  });

  test('accepts header values as the standards allow them', async () => {
    const contract = await readContract(mbanq);
    const problems = (status: number, name: string, value: string) => {
      const header = responseFor(contract, status)?.headers.find((candidate) => candidate.name === name);
      return header ? schemaProblems(header.schema, value) : [`no header ${name}`];
    };
    for (const value of ['no-store', 'No-Store', 'private, no-store', 'no-store,max-age=0'])
      expect(problems(200, 'Cache-Control', value), value).toEqual([]);
    for (const value of ['', 'no-cache', 'x-no-store'])
      expect(problems(200, 'Cache-Control', value), value).not.toEqual([]);
    expect(problems(200, 'Pragma', 'no-cache')).toEqual([]);
    expect(problems(401, 'WWW-Authenticate', 'Basic')).toEqual([]);
    expect(problems(401, 'WWW-Authenticate', 'Form realm="oauth", error="invalid_client"')).toEqual([]);
    expect(problems(401, 'WWW-Authenticate', '')).not.toEqual([]);
    expect(problems(405, 'Allow', 'OPTIONS, POST')).toEqual([]);
    expect(problems(405, 'Allow', 'GET')).not.toEqual([]);
    expect(problems(429, 'Retry-After', '30')).toEqual([]);
    expect(problems(503, 'Retry-After', 'Fri, 31 Dec 2026 23:59:59 GMT')).toEqual([]);
    expect(problems(429, 'Retry-After', 'soon')).not.toEqual([]);
  });

  test('promises a bearer token with lifetime and refresh token, and forbids no further members', async () => {
    const contract = await readContract(mbanq);
    const schema = responseFor(contract, 200)?.schema ?? false;
    const good = { access_token: 'a.b.c', token_type: 'Bearer', expires_in: 3599, refresh_token: 'r' };
    expect(schemaProblems(schema, good)).toEqual([]);
    expect(
      schemaProblems(schema, { ...good, token_type: 'bEARER', scope: 'all', isMFARequired: true }),
    ).toEqual([]);
    for (const member of Object.keys(good))
      expect(schemaProblems(schema, { ...good, [member]: undefined }), member).toEqual([
        `the value must have required property '${member}'`,
      ]);
    for (const broken of [
      { expires_in: '3600' },
      { expires_in: 1.5 },
      { access_token: '' },
      { token_type: 'mac' },
      { scope: '' },
    ])
      expect(schemaProblems(schema, { ...good, ...broken }), JSON.stringify(broken)).toHaveLength(1);
  });

  test('allows error codes of extensions, and no characters beyond RFC 6749 section 5.2', async () => {
    const schema = responseFor(await readContract(mbanq), 400)?.schema ?? false;
    for (const error of ['invalid_grant', 'slow_down', 'https://errors.example/x'])
      expect(schemaProblems(schema, { error, more: 1 }), error).toEqual([]);
    for (const error of ['', 'a"b', 'a\\b', 'a\nb', 'ä', 7])
      expect(schemaProblems(schema, { error }), String(error)).toHaveLength(1);
    expect(schemaProblems(schema, {})).toEqual(["the value must have required property 'error'"]);
  });

  test('passes the schema of OpenAPI 3.1, with schemas that compile', async () => {
    expect((await validateDocument(mbanq)).path).toBe('/oauth/token');
  });

  test('has examples that satisfy their own schemas', async () => {
    const document = parse(await readFile(mbanq, 'utf8'));
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    // References are absolute names here, so that nothing of the reader under test takes part.
    const files = ['token-response', 'access-token-claims', 'error-response'].map(
      (name) => `${name}.schema.json`,
    );
    for (const file of files)
      ajv.addSchema(
        JSON.parse(await readFile(join(packageRoot, 'schemas', file), 'utf8')),
        `/schemas/${file}`,
      );
    ajv.addSchema(document, '/specs/document');
    const problems = (pointer: string, value: unknown): string[] => {
      const validate = ajv.compile({ $ref: `/specs/document${encodeURI(pointer)}` });
      return validate(value) ? [] : (validate.errors ?? []).map((error) => `${pointer} ${error.message}`);
    };
    let checked = 0;
    const visit = (node: unknown, pointer: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { schema, example, examples } = node as Record<string, unknown>;
      const values = [
        ...(example === undefined ? [] : [example]),
        ...Object.values(
          (Array.isArray(examples) ? {} : (examples ?? {})) as Record<string, { value: unknown }>,
        ).map(({ value }) => value),
      ];
      if (schema !== undefined)
        for (const value of values) {
          checked++;
          expect(problems(`${pointer}/schema`, value), JSON.stringify(value)).toEqual([]);
        }
      if (Array.isArray(examples))
        for (const value of examples) {
          checked++;
          expect(problems(pointer, value), JSON.stringify(value)).toEqual([]);
        }
      for (const [name, inner] of Object.entries(node))
        visit(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    };
    visit(document, '#');
    // 2 requests, 2 token responses, 9 refusals, 4 parameters, 5 response headers, 3 form parameters.
    expect(checked).toBe(25);
  });

  test('shows an access token with the documented claims', async () => {
    const document = parse(await readFile(mbanq, 'utf8'));
    const { examples } = document.components.responses.Token.content['application/json'];
    const claims = JSON.parse(
      await readFile(join(packageRoot, 'schemas', 'access-token-claims.schema.json'), 'utf8'),
    );
    for (const { value } of Object.values(examples) as { value: { access_token: string } }[]) {
      const [header = '', payload = ''] = value.access_token.split('.');
      const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
      expect(decoded(header)).toEqual({ alg: 'HS512' });
      expect(schemaProblems(claims, decoded(payload))).toEqual([]);
      expect(decoded(payload).exp - decoded(payload).iat).toBe(3600);
    }
  });

  test('links the token response to the refresh grant', async () => {
    const { links } = parse(await readFile(mbanq, 'utf8')).components.responses.Token;
    expect(links.refresh.operationId).toBe('requestAccessToken');
    expect(links.refresh.requestBody).toMatch(
      /^grant_type=refresh_token&refresh_token=\{\$response\.body#\/refresh_token\}&/,
    );
  });

  test('gains a parameter as soon as the document requires one more header', async () => {
    const directory = test.info().outputPath('project');
    await mkdir(join(directory, 'specs'), { recursive: true });
    await mkdir(join(directory, 'schemas'));
    await writeFile(join(directory, 'package.json'), '{}');
    for (const name of ['token-response', 'access-token-claims', 'error-response'])
      await copyFile(
        join(packageRoot, 'schemas', `${name}.schema.json`),
        join(directory, 'schemas', `${name}.schema.json`),
      );
    const document = parseDocument(await readFile(mbanq, 'utf8'));
    document.addIn(['paths', '/oauth/token', 'post', 'parameters'], {
      name: 'X-Invented',
      in: 'header',
      required: true,
      schema: { type: 'string', enum: ['one'] },
    });
    const file = join(directory, 'specs', 'copy.yaml');
    await writeFile(file, document.toString());
    const { parameters } = await validateDocument(file);
    expect(names(parameters)).toEqual(['tenantId', 'X-Forwarded-For', 'X-Device-Fingerprint', 'X-Invented']);
    expect(parameters[3]).toMatchObject({ documented: 'one', enforced: true, schema: { enum: ['one'] } });
  });
});

test('the document for services has one grant, and says what the server publishes', async () => {
  const contract = await validateDocument(join(packageRoot, 'specs', 'client-credentials.openapi.yaml'));
  expect(contract.grants.map(({ type }) => type)).toEqual(['client_credentials']);
  expect(contract.clientAuthentication).toEqual(['client_secret_basic', 'client_secret_post']);
  expect(contract.declared).toMatchObject({ accessTokenProfile: 'rfc9068', issuer: undefined });
  expect(contract.companions).toMatchObject({
    metadata: { method: 'GET', path: '/.well-known/oauth-authorization-server' },
    jwks: undefined,
  });
  expect(capabilities(contract)).toEqual(
    expect.arrayContaining(['grant:client_credentials', 'metadata', 'jwks']),
  );
});
