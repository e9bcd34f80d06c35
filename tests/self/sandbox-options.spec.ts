/** The reference server by itself: how it is started, and what it says of itself. */
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { parse } from 'dotenv';
import { announcement } from '../../sandbox/announcement.js';
import { type Sandbox, startSandbox } from '../../sandbox/server.js';
import { tokenStore } from '../../sandbox/token-store.js';
import { accessTokenOf, claimsOf, code, refreshTokenOf, requestsOf, send } from './sandbox-client.js';

let sandbox: Sandbox;

test.beforeAll(async () => {
  sandbox = await startSandbox();
});

test.afterAll(() => sandbox.close());

test.describe('options', () => {
  test('short lifetimes end tokens', async () => {
    const brief = await startSandbox({ accessTokenSeconds: 1, refreshTokenSeconds: 2 });
    const its = requestsOf(brief);
    const issued = await its.login();
    expect(issued.json().expires_in).toBe(1);
    expect(Number(claimsOf(issued).exp) - Number(claimsOf(issued).iat)).toBe(1);
    await delay(1100);
    expect((await its.resource(accessTokenOf(issued))).status).toBe(401);
    expect(
      (await its.about('/oauth/introspect', [['token', accessTokenOf(issued)], ...its.client])).body,
    ).toBe('{"active":false}');
    await delay(1000);
    expect(code(await its.refresh(refreshTokenOf(issued)))).toBe('400 invalid_grant');
    await brief.close();
  });

  test('expired entries do not pile up', async () => {
    const { access } = tokenStore(0.05, 1);
    const grant = { clientId: 'c', tenant: 't', username: 'u', userId: 1, scope: ['all'], revoked: false };
    for (let index = 0; index < 100; index++)
      access.set(`old-${index}`, { grant, scope: ['all'], revoked: false });
    expect(access.size).toBe(100);
    await delay(60);
    access.set('new', { grant, scope: ['all'], revoked: false });
    expect(access.size).toBe(1);
    expect(access.get('old-1')).toBeUndefined();
  });

  test('other accounts take the place of the documented ones', async () => {
    const own = await startSandbox({
      clients: [
        { role: 'MAIN', id: 'mine', secret: 'own secret of mine', grantTypes: ['password'], scopes: ['one'] },
      ],
      users: [{ role: 'MAIN', tenant: 't1', userId: 9, username: 'me', password: 'my own password' }],
      tenants: [{ role: 'MAIN', id: 't1' }],
    });
    const answer = await requestsOf(own).login();
    await own.close();
    expect(answer.json().scope).toBe('one');
    expect(own.environment).toMatchObject({
      TOKEN_CLIENT_ID: 'mine',
      TOKEN_TENANT_ID: 't1',
      TOKEN_SCOPE: 'one',
    });
    expect(own.environment).not.toHaveProperty('TOKEN_OTHER_CLIENT_ID');
  });

  test('latency is added to each answer', async () => {
    const slow = await startSandbox({ latencyMilliseconds: 120 });
    const before = performance.now();
    expect((await requestsOf(slow).login()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(110);
    await slow.close();
  });

  test('a port in use is an error', async () => {
    await expect(startSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toThrow('EADDRINUSE');
  });

  test('closing ends connections that are kept alive', async () => {
    const own = await startSandbox();
    await requestsOf(own).login();
    await own.close();
    await expect(send(own, { method: 'OPTIONS' })).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/);
  });
});

test.describe('the environment', () => {
  test('names every identity, with secrets that are long where they are not documented', () => {
    const { environment } = sandbox;
    expect(environment.TOKEN_BASE_URL).toBe(sandbox.url);
    expect(environment).toMatchObject({
      TOKEN_CLIENT_ID: 'api',
      TOKEN_CLIENT_SECRET: 'secret',
      TOKEN_USERNAME: 'sandboxUsername',
      TOKEN_PASSWORD: 'sandboxPassword',
      TOKEN_TENANT_ID: 'z01j3e71zd6zkq908vyf5861a8',
      TOKEN_SCOPE: 'all',
      TOKEN_OTHER_SCOPE: 'read',
    });
    const secrets = Object.entries(environment).filter(([name]) =>
      /_\w+_(CLIENT_SECRET|PASSWORD)$/.test(name),
    );
    expect(secrets.map(([name]) => name).sort()).toEqual([
      'TOKEN_CLIENT_CREDENTIALS_CLIENT_SECRET',
      'TOKEN_DISABLED_PASSWORD',
      'TOKEN_DISPOSABLE_CLIENT_SECRET',
      'TOKEN_DISPOSABLE_PASSWORD',
      'TOKEN_EXPIRED_CLIENT_SECRET',
      'TOKEN_OTHER_CLIENT_SECRET',
      'TOKEN_OTHER_PASSWORD',
      'TOKEN_RESTRICTED_CLIENT_SECRET',
      'TOKEN_SPECIAL_CLIENT_SECRET',
      'TOKEN_SPECIAL_PASSWORD',
    ]);
    for (const [, secret] of secrets) expect(secret.length).toBeGreaterThanOrEqual(16);
    expect(environment.TOKEN_PUBLIC_CLIENT_SECRET).toBeUndefined();
  });

  test('is announced so that a .env file reads it back', () => {
    expect(parse(announcement(sandbox))).toEqual(sandbox.environment);
  });

  test('is announced with a curl line that obtains a token', async () => {
    const text = announcement(sandbox);
    expect(text).toContain(sandbox.url);
    const command = text.slice(text.indexOf('curl '));
    const line = command.replace('curl -sS', 'curl -sS -m 5 -o /dev/null -w "%{http_code}"');
    try {
      expect((await promisify(execFile)('sh', ['-c', line])).stdout).toBe('200');
    } catch (error) {
      test.skip((error as { code?: number }).code === 127, 'curl is not installed');
      throw error;
    }
  });
});
