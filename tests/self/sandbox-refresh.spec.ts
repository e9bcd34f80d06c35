/** The reference server by itself, over raw HTTP: the life of a refresh token. */
import { expect, test } from '@playwright/test';
import {
  accessTokenOf,
  claimsOf,
  code,
  type Pair,
  refreshTokenOf,
  withField,
  without,
} from './sandbox-client.js';
import { sharedSandbox } from './shared-sandbox.js';

const { the } = sharedSandbox();

test.describe('refresh', () => {
  const issue = (scope = 'all read') => the.login([...the.form, ['scope', scope]]);

  test('returns new tokens for the same user, again and again', async () => {
    let answer = await issue();
    const seen = new Set([refreshTokenOf(answer), accessTokenOf(answer)]);
    for (let round = 1; round <= 3; round++) {
      answer = await the.refresh(refreshTokenOf(answer));
      expect(answer.status).toBe(200);
      expect(answer.header('Cache-Control')).toBe('no-store');
      expect(answer.json()).toMatchObject({ scope: 'all read', expires_in: 3600, token_type: 'bearer' });
      expect(claimsOf(answer).sub).toBe('sandboxUsername');
      expect((await the.resource(accessTokenOf(answer))).status).toBe(200);
      seen.add(refreshTokenOf(answer)).add(accessTokenOf(answer));
    }
    expect(seen.size).toBe(8);
  });

  test('with an old token is refused and ends everything that descends from the login', async () => {
    const first = await issue();
    const second = await the.refresh(refreshTokenOf(first));
    expect((await the.resource(accessTokenOf(first))).status).toBe(200);
    expect(code(await the.refresh(refreshTokenOf(first)))).toBe('400 invalid_grant');
    expect(code(await the.refresh(refreshTokenOf(second)))).toBe('400 invalid_grant');
    expect((await the.resource(accessTokenOf(first))).status).toBe(401);
    expect((await the.resource(accessTokenOf(second))).status).toBe(401);
  });

  test('of another login is not touched by a replay', async () => {
    const [one, other] = [await issue(), await issue()];
    await the.refresh(refreshTokenOf(one));
    await the.refresh(refreshTokenOf(one));
    expect((await the.refresh(refreshTokenOf(other))).status).toBe(200);
  });

  test('sent ten times at once succeeds at most once', async () => {
    const token = refreshTokenOf(await issue());
    const answers = await Promise.all(Array.from({ length: 10 }, () => the.refresh(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(9);
  });

  test('that is refused consumes nothing', async () => {
    const token = refreshTokenOf(await issue('all'));
    const other: Pair[] = [
      ['client_id', the.value('OTHER_CLIENT_ID')],
      ['client_secret', the.value('OTHER_CLIENT_SECRET')],
    ];
    const elsewhere = withField(the.headers, 'tenantId', the.value('OTHER_TENANT_ID'));
    expect(code(await the.refresh(token, withField(the.client, 'client_secret', 'wrong')))).toBe(
      '401 invalid_client',
    );
    expect(code(await the.refresh(token, without(the.client, 'client_secret')))).toBe('401 invalid_client');
    expect(code(await the.refresh(token, []))).toBe('401 invalid_client');
    expect(code(await the.refresh(token, other))).toBe('400 invalid_grant');
    expect(code(await the.refresh(token, the.client, { headers: elsewhere }))).toBe('400 invalid_grant');
    expect(code(await the.refresh(token, the.client, { headers: without(the.headers, 'tenantId') }))).toBe(
      '400 invalid_request',
    );
    expect(code(await the.refresh(token, [...the.client, ['scope', 'all read']]))).toBe('400 invalid_scope');
    expect(code(await the.refresh(token, [...the.client, ['scope', 'unknown']]))).toBe('400 invalid_scope');
    expect((await the.refresh(token)).status).toBe(200);
  });

  test('narrows the access token and not the refresh token', async () => {
    const narrowed = await the.refresh(refreshTokenOf(await issue()), [...the.client, ['scope', 'read']]);
    expect(narrowed.json().scope).toBe('read');
    expect((await the.refresh(refreshTokenOf(narrowed))).json().scope).toBe('all read');
  });

  test('takes the token exactly, and no other kind of it', async () => {
    const issued = await issue();
    const token = refreshTokenOf(issued);
    const swapped = token.replace(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    for (const wrong of [
      'unknown',
      swapped,
      ` ${token}`,
      `${token} `,
      `${token}A`,
      token.slice(0, -1),
      accessTokenOf(issued),
    ])
      expect(code(await the.refresh(wrong))).toBe('400 invalid_grant');
    expect((await the.refresh(token)).status).toBe(200);
  });

  test('takes no token from the query', async () => {
    const path = `/oauth/token?refresh_token=${refreshTokenOf(await issue())}`;
    expect(code(await the.login([['grant_type', 'refresh_token'], ...the.client], { path }))).toBe(
      '400 invalid_request',
    );
  });
});
