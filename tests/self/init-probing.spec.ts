/** What `init` finds out by asking a token endpoint, without credentials and with them. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { readContract } from '../../src/contract/read-contract.js';
import { dotenvText } from '../../src/init/dotenv-text.js';
import { draftedDocument } from './drafted-document.js';
import { contractOf, freshFolder, type Route, serving } from './init-world.js';

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

const metadata = (url: string, more: object): Route => ({
  body: { issuer: url, token_endpoint: `${url}/token`, ...more },
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
        return metadata(url, { grant_types_supported: ['password', 'client_credentials', 'refresh_token'] });
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
        return metadata(url, {
          grant_types_supported: ['password'],
          scopes_supported: ['openid', 'email'],
        });
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
