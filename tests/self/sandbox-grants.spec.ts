/** The reference server by itself, over raw HTTP: what it grants, and how its answers look by the texts of the standards. */
import { createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { startSandbox } from '../../sandbox/server.js';
import {
  type Answer,
  accessTokenOf,
  claimsOf,
  code,
  encode,
  formType,
  type Pair,
  refreshTokenOf,
  send,
  sendBytes,
  withField,
  without,
} from './sandbox-client.js';
import { sharedSandbox } from './shared-sandbox.js';

const { sandbox, the } = sharedSandbox();

test.describe('a granted request', () => {
  test('answers as RFC 6749 section 5.1 shows it', async () => {
    const answer = await the.login();
    expect(answer.status).toBe(200);
    expect(answer.header('Content-Type')).toBe('application/json');
    expect(answer.header('Cache-Control')).toBe('no-store');
    expect(answer.header('Pragma')).toBe('no-cache');
    expect(answer.header('X-Content-Type-Options')).toBe('nosniff');
    expect(Date.parse(answer.header('Date') ?? '')).toBeGreaterThan(Date.now() - 5000);
    expect(answer.header('Set-Cookie')).toBeUndefined();
    expect(answer.header('Content-Length')).toBe(String(Buffer.byteLength(answer.body)));
    expect(Object.keys(answer.json()).sort()).toEqual(
      ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type'].sort(),
    );
    expect(answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'all' });
    expect(refreshTokenOf(answer)).toMatch(/^[\w-]{43}$/);
  });

  test('hands out an HS512 token with the documented claims', async () => {
    const answer = await the.login();
    const [header, , signature] = accessTokenOf(answer).split('.');
    expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toEqual({ alg: 'HS512' });
    expect(Buffer.from(signature ?? '', 'base64url')).toHaveLength(64);
    const claims = claimsOf(answer);
    expect(claims).toMatchObject({ sub: 'sandboxUsername', isAccessToken: true, userId: 1 });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  });

  test('is signed with a key that is neither the secret nor the same after a restart', async () => {
    const token = accessTokenOf(await the.login());
    const [header, payload, signature] = token.split('.');
    expect(createHmac('sha512', 'secret').update(`${header}.${payload}`).digest('base64url')).not.toBe(
      signature,
    );
    const other = await startSandbox();
    const answer = await send(other, {
      method: 'GET',
      path: '/userdetails',
      headers: [
        ['tenantId', the.value('TENANT_ID')],
        ['Authorization', `Bearer ${token}`],
      ],
    });
    await other.close();
    expect(answer.status).toBe(401);
  });

  test('differs from the one before, in both tokens', async () => {
    const [one, other] = await Promise.all([the.login(), the.login()]);
    expect(accessTokenOf(one)).not.toBe(accessTokenOf(other));
    expect(refreshTokenOf(one)).not.toBe(refreshTokenOf(other));
  });

  test('is for the user who was named', async () => {
    const form = withField(
      withField(the.form, 'username', the.value('OTHER_USERNAME')),
      'password',
      the.value('OTHER_PASSWORD'),
    );
    const answer = await the.login(form);
    expect(claimsOf(answer)).toMatchObject({ sub: the.value('OTHER_USERNAME'), userId: 2 });
  });

  test('takes the tenant from the query instead of the header', async () => {
    const answer = await the.login(the.form, {
      path: `/oauth/token?tenantIdentifier=${the.value('TENANT_ID')}`,
      headers: without(the.headers, 'tenantId'),
    });
    expect(answer.status).toBe(200);
  });

  test('ignores unrecognised parameters, headers and query, repeated or not', async () => {
    const answer = await the.login(
      [...the.form, ['x', '1'], ['x', '2'], ['resource', ''], ['expires_in', '99']],
      {
        path: '/oauth/token?username=nobody&x=1',
        headers: [...the.headers, ['X-Probe', '1'], ['Accept', 'text/html']],
      },
    );
    expect(answer.status).toBe(200);
    expect(answer.json().expires_in).toBe(3600);
    expect(answer.header('Content-Type')).toBe('application/json');
  });

  for (const contentType of [
    'application/x-www-form-urlencoded;charset=UTF-8',
    'Application/X-WWW-Form-URLEncoded ; charset=utf-8',
  ])
    test(`accepts the media type as ${contentType}`, async () => {
      const answer = await the.login(the.form, {
        headers: [...without(the.headers, 'Content-Type'), ['content-TYPE', contentType]],
      });
      expect(answer.status).toBe(200);
    });

  test('accepts header names in any case and a list of addresses', async () => {
    const answer = await the.login(the.form, {
      headers: [
        ['TENANTID', the.value('TENANT_ID')],
        ['x-forwarded-for', ' 2001:db8::1 , 10.0.0.1'],
        ['X-DEVICE-FINGERPRINT', 'any text'],
        formType,
      ],
    });
    expect(answer.status).toBe(200);
  });

  test('accepts percent-encoding wherever it stands, in either case', async () => {
    const body = encode(the.form)
      .replace('grant_type=password', '%67rant_type=%70assw%6frd')
      .replace('api', '%61pi');
    expect((await the.login([], { body })).status).toBe(200);
  });

  test('accepts a chunked body', async () => {
    const body = encode(the.form);
    const lines = [['Host', 'x'], ...the.headers, ['Transfer-Encoding', 'chunked'], ['Connection', 'close']];
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const answer = await sendBytes(
      sandbox,
      `POST /oauth/token HTTP/1.1\r\n${head}\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});

test.describe('scope', () => {
  for (const [asked, granted] of [
    ['read', 'read'],
    ['read all', 'read all'],
    ['all all', 'all'],
    ['', 'all'],
  ] as const)
    test(`"${asked}" is granted as "${granted}"`, async () => {
      const answer = await the.login([...the.form, ['scope', asked]]);
      expect(answer.json().scope).toBe(granted);
    });

  for (const asked of ['write', 'ALL', 'all,read', 'all  read', ' all', 'a"b', 'a\\b', 'ä'])
    test(`${JSON.stringify(asked)} is refused`, async () => {
      expect(code(await the.login([...the.form, ['scope', asked]]))).toBe('400 invalid_scope');
    });
});

test.describe('the client credentials grant', () => {
  const asking = (role: string, more: readonly Pair[] = []): Promise<Answer> => {
    const secret = sandbox.environment[`TOKEN_${role}_CLIENT_SECRET`];
    return the.login([
      ['grant_type', 'client_credentials'],
      ['client_id', the.value(`${role}_CLIENT_ID`)],
      ...(secret === undefined ? [] : [['client_secret', secret] as const]),
      ...more,
    ]);
  };

  test('brings a token of RFC 9068 that the published key verifies, and no refresh token', async () => {
    const answer = await asking('CLIENT_CREDENTIALS');
    const id = the.value('CLIENT_CREDENTIALS_CLIENT_ID');
    expect(answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'all' });
    expect(answer.json()).not.toHaveProperty('refresh_token');
    const published = await send(sandbox, { method: 'GET', path: '/oauth/jwks', headers: [] });
    const keys = createLocalJWKSet(published.json() as unknown as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(accessTokenOf(answer), keys, {
      issuer: sandbox.url,
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({ sub: id, client_id: id, scope: 'all', aud: expect.any(String) });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    expect((await the.resource(accessTokenOf(answer))).json()).toMatchObject({ clientId: id });
  });

  test('is for the clients that are registered for it, with their secret', async () => {
    expect(code(await the.login(withField(the.form, 'grant_type', 'client_credentials')))).toBe(
      '400 unauthorized_client',
    );
    expect(code(await asking('PUBLIC'))).toBe('400 unauthorized_client');
    expect(code(await the.login([['grant_type', 'client_credentials']]))).toBe('401 invalid_client');
    expect(code(await asking('CLIENT_CREDENTIALS', [['scope', 'unknown']]))).toBe('400 invalid_scope');
  });

  test('is announced, with the other endpoints, in metadata without an empty array', async () => {
    const path = '/.well-known/oauth-authorization-server';
    const answer = await send(sandbox, { method: 'GET', path, headers: [] });
    const members = answer.json();
    expect(answer.header('Content-Type')).toBe('application/json');
    expect(members).toMatchObject({ issuer: sandbox.url, token_endpoint: `${sandbox.url}/oauth/token` });
    expect(members.grant_types_supported).toContain('client_credentials');
    expect(Object.values(members).filter((value) => Array.isArray(value) && value.length === 0)).toEqual([]);
    expect((await send(sandbox, { path, headers: [] })).status).toBe(405);
  });
});
