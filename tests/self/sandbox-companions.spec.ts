/** The reference server by itself, over raw HTTP: revocation, introspection and the protected resource. */
import { expect, test } from '@playwright/test';
import {
  accessTokenOf,
  claimsOf,
  code,
  formType,
  type Pair,
  refreshTokenOf,
  send,
} from './sandbox-client.js';
import { sharedSandbox } from './shared-sandbox.js';

const { sandbox, the } = sharedSandbox();

test.describe('revocation', () => {
  const revoke = (token: string, fields: readonly Pair[] = the.client) =>
    the.about('/oauth/revoke', [['token', token], ...fields]);

  test('of a refresh token ends the whole login, and may be repeated', async () => {
    const issued = await the.login();
    for (let round = 1; round <= 2; round++) {
      const answer = await revoke(refreshTokenOf(issued), [
        ...the.client,
        ['token_type_hint', 'access_token'],
      ]);
      expect([answer.status, answer.body]).toEqual([200, '']);
    }
    expect(code(await the.refresh(refreshTokenOf(issued)))).toBe('400 invalid_grant');
    expect((await the.resource(accessTokenOf(issued))).status).toBe(401);
  });

  test('of an access token ends that token alone', async () => {
    const issued = await the.login();
    expect((await revoke(accessTokenOf(issued))).status).toBe(200);
    expect((await the.resource(accessTokenOf(issued))).status).toBe(401);
    expect((await the.refresh(refreshTokenOf(issued))).status).toBe(200);
  });

  test('of an unknown token is no error, without a token it is', async () => {
    expect((await revoke('unknown')).status).toBe(200);
    expect(code(await the.about('/oauth/revoke', the.client))).toBe('400 invalid_request');
  });

  test('is for the client that the token was issued to, in its tenant', async () => {
    const issued = await the.login();
    const token = refreshTokenOf(issued);
    const other: Pair[] = [
      ['client_id', the.value('OTHER_CLIENT_ID')],
      ['client_secret', the.value('OTHER_CLIENT_SECRET')],
    ];
    expect(code(await revoke(token, other))).toBe('400 invalid_grant');
    expect(code(await revoke(token, []))).toBe('401 invalid_client');
    const elsewhere: Pair[] = [['tenantId', the.value('OTHER_TENANT_ID')], formType];
    expect(
      (await the.about('/oauth/revoke', [['token', token], ...the.client], { headers: elsewhere })).status,
    ).toBe(200);
    expect(
      code(await the.about('/oauth/revoke', [['token', token], ...the.client], { headers: [formType] })),
    ).toBe('400 invalid_request');
    expect((await the.refresh(token)).status).toBe(200);
  });

  test('is by POST only', async () => {
    const answer = await send(sandbox, { method: 'GET', path: '/oauth/revoke?token=x' });
    expect([answer.status, answer.header('Allow')]).toEqual([405, 'POST, OPTIONS']);
  });
});

test.describe('introspection', () => {
  const introspect = (token: string, fields: readonly Pair[] = the.client, headers?: readonly Pair[]) =>
    the.about('/oauth/introspect', [['token', token], ...fields], headers ? { headers } : {});

  test('tells the client about its own token', async () => {
    const issued = await the.login([...the.form, ['scope', 'read']]);
    const answer = await introspect(accessTokenOf(issued), [
      ...the.client,
      ['token_type_hint', 'refresh_token'],
    ]);
    expect(answer.header('Cache-Control')).toBe('no-store');
    const { exp, iat, sub, jti } = claimsOf(issued);
    expect(answer.json()).toEqual({
      active: true,
      scope: 'read',
      client_id: 'api',
      username: 'sandboxUsername',
      token_type: 'bearer',
      exp,
      iat,
      sub,
      jti,
    });
  });

  test('says active false and nothing else of all other tokens', async () => {
    const issued = await the.login();
    const token = accessTokenOf(issued);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
    const other: Pair[] = [
      ['client_id', the.value('OTHER_CLIENT_ID')],
      ['client_secret', the.value('OTHER_CLIENT_SECRET')],
    ];
    const elsewhere: Pair[] = [['tenantId', the.value('OTHER_TENANT_ID')], formType];
    for (const answer of [
      await introspect('unknown'),
      await introspect(unsigned),
      await introspect(refreshTokenOf(issued)),
      await introspect(token, other),
      await introspect(token, the.client, elsewhere),
    ])
      expect([answer.status, answer.body]).toEqual([200, '{"active":false}']);
    expect((await introspect(token)).json().active).toBe(true);
  });

  test('is not for everybody', async () => {
    const token = accessTokenOf(await the.login());
    expect(code(await introspect(token, []))).toBe('401 invalid_client');
    expect(code(await introspect(token, [['client_id', the.value('PUBLIC_CLIENT_ID')]]))).toBe(
      '401 invalid_client',
    );
    expect(code(await the.about('/oauth/introspect', the.client))).toBe('400 invalid_request');
  });
});

test.describe('the protected resource', () => {
  const get = (headers: readonly Pair[], path = '/userdetails') =>
    send(sandbox, { method: 'GET', path, headers });
  const tenant = (): Pair => ['tenantId', the.value('TENANT_ID')];

  test('serves the user of the token', async () => {
    const answer = await the.resource(accessTokenOf(await the.login()));
    expect(answer.json()).toEqual({
      username: 'sandboxUsername',
      userId: 1,
      authenticated: true,
      scope: 'all',
    });
    expect(answer.header('Cache-Control')).toBe('no-store');
  });

  test('without a token says only that one is needed', async () => {
    const answer = await get([tenant()]);
    expect([answer.status, answer.header('WWW-Authenticate'), answer.body]).toEqual([
      401,
      'Bearer realm="sandbox"',
      '',
    ]);
  });

  test('refuses what is no access token of this tenant', async () => {
    const issued = await the.login();
    const token = accessTokenOf(issued);
    const last = token.at(-2) === 'A' ? 'B' : 'A';
    const tampered = `${token.slice(0, -2)}${last}${token.at(-1)}`;
    for (const answer of [
      await the.resource('unknown'),
      await the.resource(tampered),
      await the.resource(refreshTokenOf(issued)),
      await the.resource(token, the.value('OTHER_TENANT_ID')),
    ]) {
      expect(code(answer)).toBe('401 invalid_token');
      expect(answer.header('WWW-Authenticate')).toMatch(/^Bearer realm="sandbox", error="invalid_token"/);
    }
  });

  test('takes no token from the query, and needs the tenant', async () => {
    const token = accessTokenOf(await the.login());
    expect((await get([tenant()], `/userdetails?access_token=${token}`)).status).toBe(401);
    expect(code(await get([['Authorization', `Bearer ${token}`]]))).toBe('400 invalid_request');
  });
});
