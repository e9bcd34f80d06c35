/** What `init` makes of the metadata of a server, by RFC 8414 and OpenID Connect Discovery, and of hostile ones. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { factsOf, issuerOf, metadataUrls } from '../../src/init/discovery.js';
import { InitError } from '../../src/init/server-facts.js';
import { publishedUrlProblem, urlProblem } from '../../src/init/server-url.js';
import { draftedDocument } from './drafted-document.js';
import { contractOf, freshFolder, serving } from './init-world.js';

const where = { url: 'https://as.example/.well-known/openid-configuration', allowedHost: undefined };

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
