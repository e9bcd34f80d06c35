import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from '@playwright/test';
import { parse } from 'dotenv';
import { readContract } from '../../src/contract/read-contract.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { factsOf, issuerOf, metadataUrls } from '../../src/init/discovery.js';
import { documentOf } from '../../src/init/document.js';
import { assignment, dotenvText } from '../../src/init/dotenv-text.js';
import { draftOf } from '../../src/init/draft.js';
import { openTerminal } from '../../src/init/questions.js';
import { bareFacts, InitError, type ServerFacts } from '../../src/init/server-facts.js';
import { publishedUrlProblem, urlProblem } from '../../src/init/server-url.js';
import type { Trial } from '../../src/init/trial.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { parameterVariables } from '../../src/settings/suspect-variables.js';
import { draftedDocument } from './drafted-document.js';
import { onLoopback } from './on-loopback.js';

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-conformance-init-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const untried: Trial = {
  grants: [],
  refused: [],
  untried: [],
  clientAuthentication: [],
  clientNamed: true,
  refreshes: undefined,
  scope: undefined,
  scopeRequired: [],
  resource: false,
  notes: [],
};

const where = { url: 'https://as.example/.well-known/openid-configuration', allowedHost: undefined };

async function contractOf(facts: Partial<ServerFacts> & Pick<ServerFacts, 'tokenUrl'>, named?: string[]) {
  const file = join(mkdtempSync(join(folder, 'document-')), 'token.openapi.yaml');
  const draft = draftOf({
    facts: { ...bareFacts(facts.tokenUrl), ...facts },
    trial: untried,
    named,
    scopeConfigured: false,
  });
  writeFileSync(file, documentOf(draft));
  return { contract: await validateDocument(file), draft, file };
}

interface Route {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A server on loopback that answers as the function says, and tells what it was asked. */
async function serving(answer: (path: string, form: URLSearchParams, url: string) => Route) {
  const asked: { method: string; path: string; form: URLSearchParams; authorization: string | undefined }[] =
    [];
  const server = http.createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const { method = '', url: path = '', headers } = incoming;
    asked.push({ method, path, form, authorization: headers.authorization });
    const { status = 200, headers: fields = {}, body } = answer(path, form, url);
    outgoing.writeHead(status, { 'Content-Type': 'application/json', ...fields });
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  });
  const { url, close } = await onLoopback(server);
  return { url, asked, close };
}

const freshFolder = () => mkdtempSync(join(folder, 'run-'));

test.describe('metadata', () => {
  test('is looked for where RFC 8414 section 3.1 and OpenID Connect Discovery section 4 put it', () => {
    expect(metadataUrls('https://as.example')).toEqual([
      'https://as.example/.well-known/oauth-authorization-server',
      'https://as.example/.well-known/openid-configuration',
    ]);
    expect(metadataUrls('https://as.example/realms/x/')).toEqual([
      'https://as.example/.well-known/oauth-authorization-server/realms/x',
      'https://as.example/realms/x/.well-known/openid-configuration',
      'https://as.example/.well-known/openid-configuration/realms/x',
    ]);
    expect(issuerOf('https://as.example/realms/x/.well-known/openid-configuration')).toBe(
      'https://as.example/realms/x',
    );
    expect(issuerOf('https://as.example/.well-known/oauth-authorization-server/realms/x')).toBe(
      'https://as.example/realms/x',
    );
    expect(issuerOf('https://as.example/realms/x')).toBeUndefined();
  });

  test('leads to a document that the reader takes, with grants, client authentication, companions and scopes', async () => {
    const facts = factsOf(
      {
        issuer: 'https://as.example',
        token_endpoint: 'https://as.example/oauth2/token',
        revocation_endpoint: 'https://as.example/oauth2/revoke',
        introspection_endpoint: 'https://internal.example/introspect',
        grant_types_supported: ['authorization_code', 'client_credentials', 'password', 'refresh_token'],
        token_endpoint_auth_methods_supported: [
          'client_secret_post',
          'client_secret_basic',
          'tls_client_auth',
        ],
        scopes_supported: ['read', 'write', 'not a scope', 7],
      },
      where,
    );
    const { contract, draft } = await contractOf(facts);
    expect(contract.grants.map(({ type }) => type)).toEqual([
      'password',
      'client_credentials',
      'refresh_token',
    ]);
    expect(contract.clientAuthentication).toEqual([
      'client_secret_basic',
      'client_secret_post',
      'tls_client_auth',
    ]);
    expect(contract).toMatchObject({ path: '/oauth2/token', servers: ['https://as.example'] });
    expect(contract.companions).toMatchObject({
      revocation: { method: 'POST', path: '/oauth2/revoke' },
      introspection: { method: 'POST', path: 'https://internal.example/introspect' },
      metadata: { method: 'GET', path: '/.well-known/openid-configuration' },
    });
    expect(contract.declared.issuer).toBe('https://as.example');
    expect(contract.scopes).toEqual(['read', 'write']);
    const said = draft.notes.map(({ text }) => text).join('\n');
    expect(said).toContain('authorization_code. Name those that are wanted by --grants');
    expect(said).toContain('tls_client_auth');
    expect(said).toContain('Many are registered for one');
  });

  test('that is hostile steers nothing: no endpoint of this machine, no plain http, no line of the document', async () => {
    const endpoints = {
      'http://127.0.0.1/token': 'leads to this machine',
      'http://as.example/token': 'is plain http',
      'https://user:pass@as.example/token': 'contains a user name or password',
      'https://as.example/token#x': 'contains a fragment',
      'javascript:alert(1)': 'is no http(s) URL',
      '': 'is no http(s) URL',
    };
    for (const [token_endpoint, reason] of Object.entries(endpoints))
      expect(() => factsOf({ token_endpoint }, where)).toThrow(reason);
    expect(() => factsOf({ ['__proto__']: 1 } as never, where)).toThrow(InitError);
    expect(publishedUrlProblem('http://127.0.0.1:1/token', 'http://127.0.0.1:1/', undefined)).toBeUndefined();
    expect(urlProblem('http://as.example/', 'as.example')).toBeUndefined();

    const evil = 'x: y\n# TOKEN_BASE_URL=https://evil.example\u001b[2J';
    const facts = factsOf(
      {
        issuer: `https://as.example/${evil}`,
        token_endpoint: 'https://as.example/token',
        grant_types_supported: [evil, 'password', ...Array(1000).fill('z'.repeat(500))],
        scopes_supported: [evil, 'ok'],
      },
      where,
    );
    const { contract, file } = await contractOf(facts);
    const text = readFileSync(file, 'utf8');
    expect(contract.grants.map(({ type }) => type)).toEqual(['password', 'refresh_token'].slice(0, 1));
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^TOKEN_BASE_URL/m);
    expect(contract.declared.issuer).toBeUndefined();
  });

  test('of another issuer is refused, of one with a slash at the end told, and there may be none', async () => {
    let issuer = 'https://other.example';
    const server = await serving((path, _form, url) =>
      path === '/.well-known/oauth-authorization-server'
        ? { body: { issuer, token_endpoint: `${url}/token` } }
        : path === '/token'
          ? { status: 400, body: { error: 'invalid_request' } }
          : { status: 404 },
    );
    const init = (where: object) => draftedDocument({}, where, freshFolder());
    await expect(init({ issuer: server.url })).rejects.toThrow(/RFC 8414 section 3.3/);
    const { draft } = await init({ issuer: server.url, tokenUrl: `${server.url}/token` });
    expect(draft.notes.map(({ text }) => text).join()).toContain('The metadata was not used');
    issuer = `${server.url}/`;
    const slash = await init({ issuer: server.url });
    expect(slash.draft.notes.map(({ text }) => text).join()).toContain('with or without a slash');
    await expect(init({ issuer: `${server.url}/elsewhere` })).rejects.toThrow(
      /There is no metadata of .*404/,
    );
    await server.close();
    await expect(init({ issuer: server.url })).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('without end is read up to a limit and counts as none', async () => {
    const server = await serving(() => ({ body: `{"issuer":"${'x'.repeat(1024 * 1024)}"}` }));
    await expect(draftedDocument({}, { issuer: server.url }, freshFolder())).rejects.toThrow(/too long/);
    await server.close();
  });

  test('is found from the URL of a token endpoint when it names that very endpoint', async () => {
    let path = '/realms/x/protocol/token';
    const server = await serving((asked, _form, url) =>
      asked === '/realms/x/.well-known/openid-configuration'
        ? {
            body: {
              issuer: `${url}/realms/x`,
              token_endpoint: url + path,
              grant_types_supported: ['password'],
            },
          }
        : { status: asked === '/realms/x/protocol/token' ? 401 : 404, body: { error: 'invalid_client' } },
    );
    const tokenUrl = `${server.url}/realms/x/protocol/token`;
    expect((await draftedDocument({}, { tokenUrl }, freshFolder())).draft.facts.issuer).toBe(
      `${server.url}/realms/x`,
    );
    path = '/another';
    expect((await draftedDocument({}, { tokenUrl }, freshFolder())).draft.facts.issuer).toBeUndefined();
    await server.close();
  });
});

test.describe('a token URL alone', () => {
  test('is probed without credentials, and what nothing tells is said to be assumed', async () => {
    const server = await serving((path, form) =>
      path.startsWith('/.well-known')
        ? { status: 404 }
        : {
            status: 400,
            body: {
              error:
                form.get('grant_type') === 'client_credentials' ? 'invalid_client' : 'unsupported_grant_type',
            },
          },
    );
    const { draft } = await draftedDocument({}, { tokenUrl: `${server.url}/token` }, freshFolder());
    expect(draft.grants).toEqual(['client_credentials']);
    expect(
      draft.notes
        .filter(({ kind }) => kind === 'assumed')
        .map(({ text }) => text)
        .join(),
    ).toContain('Nothing tells how a client authenticates');
    const posts = server.asked.filter(({ method }) => method === 'POST');
    expect(
      posts.every(
        ({ form, authorization }) =>
          [...form.keys()].every((name) => name === 'grant_type') && authorization === undefined,
      ),
    ).toBe(true);
    expect(posts.length).toBe(5);
    await server.close();
  });

  test('where no token endpoint is ends with what was seen and what to do', async () => {
    const answers: Readonly<Record<string, Route>> = {
      '/moved': { status: 308, headers: { Location: '/moved/' } },
      '/gone': { status: 404 },
    };
    const server = await serving((path) => answers[path] ?? { status: 404 });
    const init = (path: string) => draftedDocument({}, { tokenUrl: server.url + path }, freshFolder());
    await expect(init('/moved')).rejects.toThrow(/redirect \(HTTP 308\) to \/moved\/.*slash at the end/);
    await expect(init('/gone')).rejects.toThrow(/HTTP 404: no token endpoint is there/);
    await server.close();
  });

  test('with a query keeps it, as a parameter of every request', async () => {
    const { contract } = await contractOf({ tokenUrl: 'https://as.example/token?p=b2c_1&api=2' });
    expect(contract.parameters).toMatchObject([
      { name: 'p', in: 'query', required: true, documented: 'b2c_1' },
      { name: 'api', in: 'query', documented: '2' },
    ]);
  });

  test('gets the grants that are named, with what the standards demand of each', async () => {
    const names = ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'];
    const { contract } = await contractOf({ tokenUrl: 'https://as.example/token' }, names);
    expect(contract.grants.map(({ type }) => type)).toEqual(names);
    expect(contract.grants[0]?.parameters.find(({ name }) => name === 'code')?.required).toBe(true);
    expect(contract.grants[0]?.parameters.find(({ name }) => name === 'code_verifier')?.required).toBe(false);
    expect(contract.grants[1]?.parameters.find(({ name }) => name === 'device_code')?.required).toBe(true);
  });
});

test.describe('credentials', () => {
  const secrets = {
    TOKEN_CLIENT_ID: 'me',
    TOKEN_CLIENT_SECRET: 'hush-hush-hush',
    TOKEN_USERNAME: 'u',
    TOKEN_PASSWORD: 'pass word 99',
  };

  test('tell the way of client authentication, the grants and the scope, and are never written down', async () => {
    const server = await serving((path, form) => {
      if (path !== '/token') return { status: 404 };
      if (form.get('grant_type') === 'client_credentials')
        return { status: 400, body: { error: 'unauthorized_client' } };
      if (form.get('client_secret') !== 'hush-hush-hush')
        return { status: 401, body: { error: 'invalid_client' } };
      if (form.get('password') !== 'pass word 99') return { status: 400, body: { error: 'invalid_grant' } };
      // Hostile: it hands the secret back where a scope belongs.
      return {
        body: {
          access_token: 'a'.repeat(30),
          token_type: 'Bearer',
          scope: `openid ${form.get('client_secret')}`,
        },
      };
    });
    const { draft, spec } = await draftedDocument(
      secrets,
      { tokenUrl: `${server.url}/token` },
      freshFolder(),
    );
    expect(draft.grants).toEqual(['password']);
    expect(draft.clientAuthentication).toEqual(['client_secret_post']);
    const text = readFileSync(spec, 'utf8');
    expect(text).toContain('no refresh token came');
    for (const secret of ['hush-hush-hush', 'pass word 99', 'aaaaaaaa']) expect(text).not.toContain(secret);
    await server.close();
  });

  test('of a client alone lead to no grant that takes a user, whatever else the server offers', async () => {
    const server = await serving((path, form, url) => {
      if (path.startsWith('/.well-known/'))
        return {
          body: {
            issuer: url,
            token_endpoint: `${url}/token`,
            grant_types_supported: ['password', 'client_credentials', 'refresh_token'],
          },
        };
      return form.get('grant_type') === 'client_credentials'
        ? { body: { access_token: 'a'.repeat(30), token_type: 'Bearer' } }
        : { status: 400, body: { error: 'invalid_request' } };
    });
    const { TOKEN_USERNAME: _, TOKEN_PASSWORD: __, ...client } = secrets;
    const { draft, spec } = await draftedDocument(client, { issuer: server.url }, freshFolder());
    expect(draft.grants).toEqual(['client_credentials']);
    expect(readFileSync(spec, 'utf8')).toContain('credentials for it are not configured: password');
    await server.close();
  });

  test('are tried with a scope that the metadata lists where the server insists on one', async () => {
    const server = await serving((path, form, url) => {
      if (path.startsWith('/.well-known/'))
        return {
          body: {
            issuer: url,
            token_endpoint: `${url}/token`,
            grant_types_supported: ['password'],
            scopes_supported: ['openid', 'email'],
          },
        };
      if (form.get('scope') === null) return { status: 400, body: { error: 'invalid_scope' } };
      return { body: { access_token: 'a'.repeat(30), token_type: 'Bearer', refresh_token: 'r'.repeat(30) } };
    });
    const { draft, spec } = await draftedDocument(secrets, { issuer: server.url }, freshFolder());
    expect(draft).toMatchObject({
      grants: ['password', 'refresh_token'],
      clientAuthentication: ['client_secret_basic'],
      scope: { example: 'openid', required: ['password'] },
    });
    // A refresh without a scope keeps the one that was granted (RFC 6749 section 6).
    const { grants } = await readContract(spec);
    const insists = (type: string) =>
      grants.find((grant) => grant.type === type)?.parameters.find(({ name }) => name === 'scope')?.required;
    expect([insists('password'), insists('refresh_token')]).toEqual([true, false]);
    await server.close();
  });

  test('without a secret are those of a public client', async () => {
    const server = await serving((path, form) =>
      path === '/token' && form.get('client_id') === 'me' && form.get('username') === 'u'
        ? {
            body: {
              access_token: 'a'.repeat(30),
              token_type: 'Bearer',
              refresh_token: 'r'.repeat(30),
              scope: 'all',
            },
          }
        : { status: 400, body: { error: 'invalid_grant' } },
    );
    const { TOKEN_CLIENT_SECRET: _, ...rest } = secrets;
    const { draft, spec } = await draftedDocument(rest, { tokenUrl: `${server.url}/token` }, freshFolder());
    expect(draft).toMatchObject({
      clientAuthentication: ['none'],
      scope: { example: 'all', required: [] },
    });
    expect(draft.grants).toContain('refresh_token');
    const contract = await readContract(spec);
    expect(contract.clientAuthentication).toEqual(['none']);
    expect(contract.grants[0]?.parameters.map(({ name }) => name)).toContain('client_id');
    await server.close();
  });

  for (const [what, left] of [
    ['of users alone', ['TOKEN_USERNAME', 'TOKEN_PASSWORD']],
    ['and a client id', ['TOKEN_USERNAME', 'TOKEN_PASSWORD', 'TOKEN_CLIENT_ID']],
  ] as const)
    test(`${what} at a server that asks for no client lead to a document without client and refresh token`, async () => {
      const server = await serving((path, form) =>
        path === '/token' && form.get('username') === 'u'
          ? { body: { access_token: 'a'.repeat(30), token_type: 'Bearer' } }
          : { status: 400, body: { error: 'invalid_grant' } },
      );
      const { spec } = await draftedDocument(
        Object.fromEntries(left.map((name) => [name, secrets[name]])),
        { tokenUrl: `${server.url}/token` },
        freshFolder(),
      );
      const contract = await readContract(spec);
      expect(contract.clientAuthentication).toEqual(['none']);
      expect(contract.grants.map(({ type }) => type)).toEqual(['password']);
      expect(contract.grants[0]?.parameters.map(({ name }) => name)).toEqual([
        'grant_type',
        'username',
        'password',
      ]);
      expect(readFileSync(spec, 'utf8')).not.toMatch(/^\s+refresh_token:/m);
      const text = dotenvText({
        contract,
        spec,
        baseUrl: server.url,
        allowedHost: undefined,
        values: new Map(),
      });
      expect(text).not.toMatch(/^TOKEN_CLIENT_/m);
      await server.close();
    });
});

test.describe('.env', () => {
  test('reads back as it was written, whatever the value', () => {
    for (const value of [
      'plain',
      'with space',
      "it's",
      'a#b',
      '"quoted"',
      '$HOME `x`',
      'ümlaut',
      ' padded ',
      '\\n',
      "it's `both`",
    ]) {
      const line = assignment('TOKEN_X', value);
      if (line === undefined) expect(value).toContain('`');
      else expect(parse(line).TOKEN_X).toBe(value);
    }
    expect(assignment('TOKEN_X', 'two\nlines')).toBeUndefined();
    expect(assignment('TOKEN_ÄÖ', 'x')).toBeUndefined();
  });

  test('of a document has every variable of its contract, documented values, and blank secrets', async () => {
    const contract = await readContract(join(packageRoot, 'specs/mbanq-token.openapi.yaml'));
    const text = dotenvText({
      contract,
      spec: 'x.yaml',
      baseUrl: 'https://as.example',
      allowedHost: undefined,
      values: new Map(),
    });
    const values = parse(text);
    expect(values).toMatchObject({
      TOKEN_BASE_URL: 'https://as.example',
      TOKEN_SPEC: 'x.yaml',
      TOKEN_USERNAME: 'sandboxUsername',
      TOKEN_CLIENT_ID: 'api',
      TOKEN_CLIENT_SECRET: '',
      TOKEN_PASSWORD: '',
    });
    // Those of the main identity stand there, if only as comments, and so does every role.
    const main = parameterVariables({ ...contract, grants: contract.grants }).filter(
      (name) =>
        !/^TOKEN_([A-Z]+_)?(OTHER|SPECIAL|DISPOSABLE|PUBLIC|RESTRICTED|DISABLED|EXPIRED|PASSWORD_|REFRESH_TOKEN_|CORS)/.test(
          name,
        ),
    );
    for (const name of main) expect(text).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
    const others = ['OTHER_USERNAME', 'SPECIAL_PASSWORD', 'PUBLIC_CLIENT_ID', 'EXPIRED_CLIENT_SECRET'];
    for (const name of [...others, 'REFRESH_TOKEN_CLIENT_ID', 'REFRESH_TOKEN_CLIENT_SECRET'])
      expect(text).toMatch(new RegExp(`^# TOKEN_${name}=$`, 'm'));
  });

  test('takes no line of its own from a description', async () => {
    const contract = await readContract(
      join(packageRoot, 'tests/self/fixtures/contract/minimal.openapi.yaml'),
    );
    const [grant] = contract.grants;
    const hostile = grant?.parameters.map((one) => ({
      ...one,
      description: 'x\nTOKEN_CLIENT_ID=evil\r\nTOKEN_PASSWORD=evil',
      documented: 'a\nTOKEN_CLIENT_ID=evil',
    }));
    const text = dotenvText({
      contract: { ...contract, grants: grant && hostile ? [{ ...grant, parameters: hostile }] : [] },
      spec: 'x',
      baseUrl: undefined,
      allowedHost: undefined,
      values: new Map(),
    });
    expect(Object.values(parse(text)).join()).not.toContain('evil');
  });
});

test('a secret is typed without being shown', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  let seen = '';
  output.on('data', (chunk) => {
    seen += chunk;
  });
  const terminal = openTerminal({ input, output });
  const asked = terminal.askSecret('Secret: ');
  input.write('hunter2\n');
  expect(await asked).toBe('hunter2');
  const open = terminal.ask('Name: ');
  input.write('alice\n');
  expect(await open).toBe('alice');
  terminal.close();
  expect(seen).toContain('Secret: ');
  expect(seen).toContain('alice');
  expect(seen).not.toContain('hunter2');
});

test.describe('the command', () => {
  const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');

  async function init(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(TOKEN_|FORCE_COLOR|CI$|.*_PROXY$)/i.test(name),
    );
    const child = spawn(process.execPath, [main, 'init', ...args], {
      cwd,
      env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out += chunk;
    });
    const [code] = await once(child, 'close');
    return { code, out };
  }

  test('writes both files, the .env for its owner alone, and replaces nothing unless it is told to', async () => {
    const server = await serving((path, form) =>
      path === '/token' && form.get('client_id') === 'me'
        ? { body: { access_token: 'secret-access-token', token_type: 'Bearer' } }
        : { status: path === '/token' ? 400 : 404, body: { error: 'invalid_request' } },
    );
    const cwd = freshFolder();
    const env = { TOKEN_CLIENT_ID: 'me', TOKEN_CLIENT_SECRET: 'never-shown-anywhere' };
    const tokenUrl = ['--token-url', `${server.url}/token`];
    const first = await init(cwd, tokenUrl, env);
    expect(first.code, first.out).toBe(0);
    expect(first.out).toContain('Written: token.openapi.yaml and .env');
    expect(statSync(join(cwd, '.env')).mode & 0o777).toBe(0o600);
    const written =
      readFileSync(join(cwd, '.env'), 'utf8') + readFileSync(join(cwd, 'token.openapi.yaml'), 'utf8');
    for (const secret of ['never-shown-anywhere', 'secret-access-token'])
      expect(first.out + written).not.toContain(secret);

    const second = await init(cwd, tokenUrl, env);
    expect(second).toMatchObject({
      code: 2,
      out: expect.stringContaining('.yaml is there already. Nothing was written'),
    });

    writeFileSync(
      join(cwd, '.env'),
      "TOKEN_CLIENT_SECRET='kept # value'\nTOKEN_OTHER_USERNAME=bob\nHTTPS_PROXY=\n",
      { mode: 0o644 },
    );
    expect((await init(cwd, [...tokenUrl, '--force'])).code).toBe(0);
    expect(parse(readFileSync(join(cwd, '.env')))).toMatchObject({
      TOKEN_CLIENT_SECRET: 'kept # value',
      TOKEN_OTHER_USERNAME: 'bob',
    });
    expect(statSync(join(cwd, '.env')).mode & 0o777).toBe(0o600);
    await server.close();
  });

  test('writes the .env of a document, and ends with 2 for what cannot be done', async () => {
    const cwd = freshFolder();
    const spec = join(packageRoot, 'specs', 'mbanq-token.openapi.yaml');
    const done = await init(cwd, ['--spec', spec]);
    expect(done.code, done.out).toBe(0);
    expect(done.out).toContain('Fill in TOKEN_CLIENT_SECRET, TOKEN_PASSWORD');
    expect(parse(readFileSync(join(cwd, '.env'))).TOKEN_BASE_URL).toBe('https://api.cloud.mbanq.com');

    const several = join(packageRoot, 'tests', 'self', 'dialects', 'several.yaml');
    const chosen = ['--spec', several, '--out', 'several', '--operation', 'POST /v2/oauth/token'];
    expect((await init(cwd, chosen)).code).toBe(0);
    expect(parse(readFileSync(join(cwd, 'several', '.env')))).toMatchObject({
      TOKEN_OPERATION: 'POST /v2/oauth/token',
      // Its server is a template without a default.
      TOKEN_BASE_URL: '',
    });

    mkdirSync(join(cwd, 'sub'));
    symlinkSync('/nowhere', join(cwd, 'sub', '.env'));
    const mistakes: readonly (readonly [readonly string[], number, RegExp])[] = [
      [[], 2, /Name the server by --issuer or --token-url, or a document by --spec/],
      [['--spec', 'nowhere.yaml', '--out', 'new'], 2, /nowhere.yaml.*no such file/s],
      [['--spec', spec, '--issuer', 'https://x.example'], 2, /--spec: a document is there already/],
      [['--issuer', 'x.example', '--out', 'new'], 2, /--issuer: the URL is no http\(s\) URL/],
      [
        ['--issuer', 'https://me:hunter2@x.example', '--out', 'new'],
        2,
        /--issuer: the URL contains a user name/,
      ],
      [['--token-url', 'http://192.0.2.1/t', '--out', 'new'], 2, /TOKEN_ALLOW_HTTP=192.0.2.1/],
      [['--token-url', 'http://127.0.0.1:9/t', '--out', 'new'], 3, /127.0.0.1:9/],
      [['--grants', 'a b;c', '--token-url', 'http://127.0.0.1:9/t'], 2, /--grants/],
    ];
    for (const [args, code, message] of mistakes) {
      const ended = await init(cwd, args);
      expect(ended.code, ended.out).toBe(code);
      expect(ended.out).toMatch(message);
      expect(ended.out).not.toMatch(/hunter2|\bat .*:\d+:\d+/);
    }
  });
});
