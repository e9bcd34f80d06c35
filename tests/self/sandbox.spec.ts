/** The reference server by itself, over raw HTTP: what the texts of the standards say it must do. */
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { parse } from 'dotenv';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { announcement } from '../../sandbox/announcement.js';
import { type Sandbox, startSandbox } from '../../sandbox/server.js';
import { tokenStore } from '../../sandbox/token-store.js';
import {
  type Answer,
  basic,
  encode,
  formType,
  type Pair,
  requestsOf,
  send,
  sendBytes,
  withField,
  without,
} from './sandbox-client.js';

let sandbox: Sandbox;
let the: ReturnType<typeof requestsOf>;

test.beforeAll(async () => {
  sandbox = await startSandbox();
  the = requestsOf(sandbox);
});

test.afterAll(() => sandbox.close());

const code = (answer: Answer): string => `${answer.status} ${answer.json().error}`;

const claimsOf = (answer: Answer): Record<string, unknown> =>
  JSON.parse(Buffer.from(accessTokenOf(answer).split('.')[1] ?? '', 'base64url').toString());

const refreshTokenOf = (answer: Answer): string => String(answer.json().refresh_token);
const accessTokenOf = (answer: Answer): string => String(answer.json().access_token);

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

test.describe('parameters', () => {
  for (const name of ['grant_type', 'username', 'password'])
    for (const [kind, change] of [
      ['missing', (fields: readonly Pair[]) => without(fields, name)],
      ['empty', (fields: readonly Pair[]) => withField(fields, name, '')],
    ] as const)
      test(`${kind} ${name} is invalid_request`, async () => {
        expect(code(await the.login(change(the.form)))).toBe('400 invalid_request');
      });

  for (const token of [undefined, ''])
    test(`${token === '' ? 'empty' : 'missing'} refresh_token is invalid_request`, async () => {
      const fields: Pair[] = token === undefined ? [] : [['refresh_token', token]];
      const answer = await the.login([['grant_type', 'refresh_token'], ...fields, ...the.client]);
      expect(code(answer)).toBe('400 invalid_request');
    });

  for (const name of ['grant_type', 'username', 'password', 'client_id', 'client_secret', 'scope'])
    test(`${name} must not be repeated, whether it differs, agrees or is empty`, async () => {
      const form = withField(the.form, 'scope', 'all');
      const value = form.find(([given]) => given === name)?.[1] ?? '';
      for (const extra of ['other', value, '']) {
        expect(code(await the.login([...form, [name, extra]]))).toBe('400 invalid_request');
        expect(code(await the.login([[name, extra], ...form]))).toBe('400 invalid_request');
      }
    });

  for (const [what, tail] of [
    ['a lone percent sign', '%'],
    ['half a triplet', '%4'],
    ['no hexadecimal digits', '%zz'],
    ['a stray byte', '%FF'],
    ['an over-long form', '%C0%AF'],
    ['a lone surrogate', '%ED%A0%80'],
    ['NUL', '%00'],
    ['a line break', '%0D%0A'],
    ['DEL', '%7F'],
  ] as const)
    test(`${what} in a value is invalid_request`, async () => {
      expect(code(await the.login([], { body: `${encode(the.form)}${tail}` }))).toBe('400 invalid_request');
    });

  test('a tab in the password is a character like others', async () => {
    expect(code(await the.login(withField(the.form, 'password', 'a\tb')))).toBe('400 invalid_grant');
  });

  for (const body of ['&', '&&&&', '=', '=x', 'grant_type', 'a=b;grant_type=password', ''])
    test(`the form "${body}" is refused by the OAuth layer`, async () => {
      expect(code(await the.login([], { body }))).toBe('401 invalid_client');
    });

  test('names are exact: Grant_Type and username[] are others', async () => {
    const renamed = (from: string, to: string): Pair[] =>
      the.form.map(([name, value]) => [name === from ? to : name, value]);
    expect(code(await the.login(renamed('grant_type', 'Grant_Type')))).toBe('400 invalid_request');
    expect(code(await the.login(renamed('username', 'username[]')))).toBe('400 invalid_request');
  });

  for (const grantType of ['PASSWORD', 'password ', 'Client_Credentials', 'urn:example:grant', 'implicit'])
    test(`the grant type "${grantType}" is not supported`, async () => {
      expect(code(await the.login(withField(the.form, 'grant_type', grantType)))).toBe(
        '400 unsupported_grant_type',
      );
    });

  test('are not read from the query', async () => {
    const all = await the.login([], { body: '', path: `/oauth/token?${encode(the.form)}` });
    expect(code(all)).toBe('401 invalid_client');
    const some = await the.login(without(the.form, 'username', 'password'), {
      path: `/oauth/token?${encode(the.user)}`,
    });
    expect(code(some)).toBe('400 invalid_request');
  });
});

test.describe('the required headers', () => {
  for (const [what, change] of [
    ['no tenant', (fields: readonly Pair[]) => without(fields, 'tenantId')],
    ['an empty tenant', (fields: readonly Pair[]) => withField(fields, 'tenantId', '')],
    ['a blank tenant', (fields: readonly Pair[]) => withField(fields, 'tenantId', '   ')],
    ['an unknown tenant', (fields: readonly Pair[]) => withField(fields, 'tenantId', 'z99')],
    [
      'a tenant in another case',
      (fields: readonly Pair[]) => withField(fields, 'tenantId', the.value('TENANT_ID').toUpperCase()),
    ],
    [
      'two tenants',
      (fields: readonly Pair[]) => [...fields, ['tenantId', the.value('OTHER_TENANT_ID')] as Pair],
    ],
    ['no address', (fields: readonly Pair[]) => without(fields, 'X-Forwarded-For')],
    ['an empty address', (fields: readonly Pair[]) => withField(fields, 'X-Forwarded-For', '')],
    ['no IP address', (fields: readonly Pair[]) => withField(fields, 'X-Forwarded-For', '999.1.1.1')],
    [
      'no IP address first',
      (fields: readonly Pair[]) => withField(fields, 'X-Forwarded-For', 'unknown, 10.0.0.1'),
    ],
    ['no device', (fields: readonly Pair[]) => without(fields, 'X-Device-Fingerprint')],
    ['a blank device', (fields: readonly Pair[]) => withField(fields, 'X-Device-Fingerprint', ' ')],
    ['two devices', (fields: readonly Pair[]) => [...fields, ['X-Device-Fingerprint', 'other'] as Pair]],
  ] as const)
    test(`${what} is invalid_request`, async () => {
      expect(code(await the.login(the.form, { headers: change(the.headers) }))).toBe('400 invalid_request');
    });

  test('may be repeated with the same value', async () => {
    const answer = await the.login(the.form, {
      headers: [...the.headers, ['tenantId', the.value('TENANT_ID')]],
    });
    expect(answer.status).toBe(200);
  });

  test('do not agree with another tenant in the query', async () => {
    const answer = await the.login(the.form, {
      path: `/oauth/token?tenantIdentifier=${the.value('OTHER_TENANT_ID')}`,
    });
    expect(code(answer)).toBe('400 invalid_request');
  });

  test('are looked at before the client', async () => {
    const answer = await the.login(withField(the.form, 'client_secret', 'wrong'), {
      headers: without(the.headers, 'tenantId'),
    });
    expect(code(answer)).toBe('400 invalid_request');
  });
});

test.describe('client authentication', () => {
  const grant = () => without(the.form, 'client_id', 'client_secret');
  const withBasic = (header: Pair, form: readonly Pair[] = grant()) =>
    the.login(form, { headers: [...the.headers, header] });

  for (const [what, change] of [
    ['a wrong secret', (form: readonly Pair[]) => withField(form, 'client_secret', 'secre')],
    ['a secret in another case', (form: readonly Pair[]) => withField(form, 'client_secret', 'Secret')],
    ['a padded secret', (form: readonly Pair[]) => withField(form, 'client_secret', 'secret ')],
    [
      'the secret of another client',
      (form: readonly Pair[]) => withField(form, 'client_secret', the.value('OTHER_CLIENT_SECRET')),
    ],
    ['no secret', (form: readonly Pair[]) => without(form, 'client_secret')],
    ['an empty secret', (form: readonly Pair[]) => withField(form, 'client_secret', '')],
    ['an unknown client', (form: readonly Pair[]) => withField(form, 'client_id', 'nobody')],
    ['a client id in another case', (form: readonly Pair[]) => withField(form, 'client_id', 'API')],
    ['no client', (form: readonly Pair[]) => without(form, 'client_id', 'client_secret')],
    [
      'an assertion nobody knows',
      (form: readonly Pair[]) => [...without(form, 'client_secret'), ['client_assertion', 'a.b.c'] as Pair],
    ],
  ] as const)
    test(`${what} is invalid_client with a challenge`, async () => {
      const answer = await the.login(change(the.form));
      expect(code(answer)).toBe('401 invalid_client');
      expect(answer.header('WWW-Authenticate')).toMatch(/^Basic realm="[^"]+", charset="UTF-8"$/);
    });

  test('by HTTP Basic succeeds, its scheme in any case and after several spaces', async () => {
    const [name, value] = basic('api', 'secret');
    expect((await withBasic([name, value])).status).toBe(200);
    expect((await withBasic([name, value.replace('Basic', 'bAsIC ')])).status).toBe(200);
  });

  test('by HTTP Basic decodes id and secret as forms', async () => {
    const special = basic(the.value('SPECIAL_CLIENT_ID'), the.value('SPECIAL_CLIENT_SECRET'));
    expect((await withBasic(special)).status).toBe(200);
    const encoded = `Basic ${Buffer.from('%61pi:%73ecret').toString('base64')}`;
    expect((await withBasic(['Authorization', encoded])).status).toBe(200);
    const form = withField(
      withField(the.form, 'client_id', the.value('SPECIAL_CLIENT_ID')),
      'client_secret',
      the.value('SPECIAL_CLIENT_SECRET'),
    );
    expect((await the.login(form)).status).toBe(200);
  });

  test('by HTTP Basic may name the same client in the body, and no other', async () => {
    expect((await withBasic(basic('api', 'secret'), [...grant(), ['client_id', 'api']])).status).toBe(200);
    const other = [...grant(), ['client_id', the.value('OTHER_CLIENT_ID')] as Pair];
    expect(code(await withBasic(basic('api', 'secret'), other))).toBe('401 invalid_client');
  });

  test('by two methods is invalid_request, whichever of them is right', async () => {
    expect(code(await withBasic(basic('api', 'secret'), the.form))).toBe('400 invalid_request');
    expect(code(await withBasic(basic('api', 'wrong'), the.form))).toBe('400 invalid_request');
    const twice = await the.login(grant(), {
      headers: [...the.headers, basic('api', 'secret'), basic('api', 'x')],
    });
    expect(code(twice)).toBe('400 invalid_request');
  });

  const base64 = (text: string | number[]) => Buffer.from(text as string).toString('base64');
  for (const [what, value] of [
    ['a wrong secret', `Basic ${base64('api:wrong')}`],
    ['an unknown client', `Basic ${base64('nobody:secret')}`],
    ['an empty secret', `Basic ${base64('api:')}`],
    ['no credentials', 'Basic'],
    ['no base64', 'Basic !!!'],
    ['no colon', `Basic ${base64('nocolon')}`],
    ['only a colon', `Basic ${base64(':')}`],
    ['bytes that are not UTF-8', `Basic ${base64([0xff, 0x3a, 0xff])}`],
    ['invalid percent-encoding', `Basic ${base64('api:%zz')}`],
    ['8 kB', `Basic ${'A'.repeat(8192)}`],
    ['another scheme', `Bearer ${base64('api:secret')}`],
    ['an unknown scheme', `SOME_KEY ${base64('api:secret')}`],
    ['nothing', ''],
  ] as const)
    test(`by an Authorization header with ${what} is 401 with a Basic challenge`, async () => {
      const answer = await withBasic(['Authorization', value]);
      expect(code(answer)).toBe('401 invalid_client');
      expect(answer.header('WWW-Authenticate')).toMatch(/^Basic realm=/);
    });

  test('is decided before the grant: a wrong client learns nothing about users', async () => {
    const wrong = withField(the.form, 'client_secret', 'wrong');
    const answers = [
      await the.login(wrong),
      await the.login(withField(wrong, 'password', 'wrong')),
      await the.refresh('unknown', withField(the.client, 'client_secret', 'wrong')),
    ];
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
  });

  test('of an unknown client and of a wrong secret fail alike', async () => {
    const [unknown, wrong] = [
      await the.login(withField(the.form, 'client_id', 'nobody')),
      await the.login(withField(the.form, 'client_secret', 'nothing')),
    ];
    expect(unknown.body).toBe(wrong.body);
    expect(without(unknown.fields, 'Date')).toEqual(without(wrong.fields, 'Date'));
  });

  test('is not asked of a public client, which must not present a secret', async () => {
    const form = without(withField(the.form, 'client_id', the.value('PUBLIC_CLIENT_ID')), 'client_secret');
    const issued = await the.login(form);
    expect(issued.status).toBe(200);
    const refreshed = await the.refresh(refreshTokenOf(issued), [
      ['client_id', the.value('PUBLIC_CLIENT_ID')],
    ]);
    expect(refreshTokenOf(refreshed)).not.toBe(refreshTokenOf(issued));
    expect(code(await the.login([...form, ['client_secret', 'any']]))).toBe('401 invalid_client');
  });

  test('does not open a grant that the client may not use', async () => {
    const restricted: Pair[] = [
      ['client_id', the.value('RESTRICTED_CLIENT_ID')],
      ['client_secret', the.value('RESTRICTED_CLIENT_SECRET')],
    ];
    expect(code(await the.login([...grant(), ...restricted]))).toBe('400 unauthorized_client');
    expect(code(await the.refresh('unknown', restricted))).toBe('400 invalid_grant');
  });
});

test.describe('resource owner credentials', () => {
  for (const [what, password] of [
    ['wrong', 'wrong'],
    ['in another case', 'SandboxPassword'],
    ['truncated', 'sandboxPasswor'],
    ['extended', 'sandboxPassword1'],
    ['padded', ' sandboxPassword '],
    ['blank', '   '],
  ] as const)
    test(`a password that is ${what} is invalid_grant`, async () => {
      expect(code(await the.login(withField(the.form, 'password', password)))).toBe('400 invalid_grant');
    });

  test('of a user with special characters work, space as plus and as %20', async () => {
    const form = withField(
      withField(the.form, 'username', the.value('SPECIAL_USERNAME')),
      'password',
      the.value('SPECIAL_PASSWORD'),
    );
    const answer = await the.login(form);
    expect(claimsOf(answer).sub).toBe(the.value('SPECIAL_USERNAME'));
    expect((await the.login([], { body: encode(form).replaceAll('+', '%20') })).status).toBe(200);
  });

  test('count beyond the 72nd byte', async () => {
    const password = the.value('SPECIAL_PASSWORD');
    expect(Buffer.byteLength(password)).toBeGreaterThan(80);
    const form = withField(the.form, 'username', the.value('SPECIAL_USERNAME'));
    expect(code(await the.login(withField(form, 'password', `${password.slice(0, -1)}x`)))).toBe(
      '400 invalid_grant',
    );
  });

  test('of another user, another tenant or a disabled user are invalid_grant', async () => {
    const login = (username: string, password: string, headers = the.headers) =>
      the.login(withField(withField(the.form, 'username', username), 'password', password), { headers });
    const elsewhere = withField(the.headers, 'tenantId', the.value('OTHER_TENANT_ID'));
    expect(code(await login('sandboxUsername', the.value('OTHER_PASSWORD')))).toBe('400 invalid_grant');
    expect(code(await login('sandboxUsername', 'sandboxPassword', elsewhere))).toBe('400 invalid_grant');
    expect(code(await login(the.value('DISABLED_USERNAME'), the.value('DISABLED_PASSWORD')))).toBe(
      '400 invalid_grant',
    );
    expect((await login(the.value('DISPOSABLE_USERNAME'), the.value('DISPOSABLE_PASSWORD'))).status).toBe(
      200,
    );
  });

  test('that fail do not say why', async () => {
    const answers = [
      await the.login(withField(the.form, 'username', 'nobody')),
      await the.login(withField(the.form, 'password', 'wrong')),
      await the.login(
        withField(
          withField(the.form, 'username', the.value('DISABLED_USERNAME')),
          'password',
          the.value('DISABLED_PASSWORD'),
        ),
      ),
    ];
    const seen = answers.map(({ status, body, fields }) =>
      JSON.stringify([status, body, without(fields, 'Date')]),
    );
    expect(new Set(seen).size).toBe(1);
  });

  test('from the loopback address are no better than others', async () => {
    const answer = await the.login(withField(the.form, 'password', 'wrong'), {
      headers: withField(the.headers, 'X-Forwarded-For', '127.0.0.1'),
    });
    expect(code(answer)).toBe('400 invalid_grant');
  });

  test('come back in no refusal, and descriptions keep to the permitted characters', async () => {
    const hostile = '<b>"\\\u{1F994}hostile';
    for (const name of ['username', 'password', 'grant_type', 'client_id', 'client_secret', 'scope']) {
      const answer = await the.login(withField(the.form, name, hostile));
      expect(answer.body).not.toContain('hostile');
      expect(String(answer.json().error_description)).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
      expect(answer.header('Cache-Control')).toBe('no-store');
      expect(answer.header('Content-Type')).toBe('application/json');
    }
  });
});

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

test.describe('HTTP', () => {
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'TRACE'])
    test(`${method} is 405 with Allow, and a JSON error`, async () => {
      const answer = await send(sandbox, {
        method,
        path: `/oauth/token?${encode(the.form)}`,
        headers: [...the.headers, ['X-Probe', 'echo'], ['X-HTTP-Method-Override', 'POST']],
      });
      expect(code(answer)).toBe('405 invalid_request');
      expect(answer.header('Allow')).toBe('POST, OPTIONS');
      expect(answer.body).not.toContain('echo');
    });

  test('HEAD is 405 without content, and the connection goes on', async () => {
    const lines = (method: string, connection: string) =>
      `${method} /oauth/token HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\n\r\n`;
    const answer = await sendBytes(sandbox, lines('HEAD', 'keep-alive') + lines('OPTIONS', 'close'));
    const [head, next] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 405 /);
    expect(head).toMatch(/^Allow: POST, OPTIONS$/m);
    expect(next).toMatch(/^HTTP\/1\.1 204 /);
  });

  test('OPTIONS names the methods', async () => {
    const answer = await send(sandbox, { method: 'OPTIONS' });
    expect([answer.status, answer.header('Allow'), answer.body]).toEqual([204, 'POST, OPTIONS', '']);
    expect((await send(sandbox, { method: 'OPTIONS', path: '/userdetails' })).header('Allow')).toBe(
      'GET, HEAD, OPTIONS',
    );
  });

  for (const contentType of [
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text',
    '</><script>',
    '',
    undefined,
  ])
    test(`a body labelled ${contentType ?? 'not at all'} is 415`, async () => {
      const label: Pair[] = contentType === undefined ? [] : [['Content-Type', contentType]];
      const answer = await the.login(the.form, {
        headers: [...without(the.headers, 'Content-Type'), ...label],
      });
      expect(code(answer)).toBe('415 invalid_request');
      expect(answer.body).not.toContain('<');
    });

  test('a compressed body is 415', async () => {
    expect(
      (await the.login(the.form, { headers: [...the.headers, ['Content-Encoding', 'gzip']] })).status,
    ).toBe(415);
  });

  test('a body over the limit is 413, and the server goes on', async () => {
    const answer = await the.login(withField(the.form, 'password', 'x'.repeat(1024 * 1024)));
    expect(code(answer)).toBe('413 invalid_request');
    expect((await the.login()).status).toBe(200);
  });

  test('five thousand parameters are ignored', async () => {
    const many = Array.from({ length: 5000 }, (_, index): Pair => [`x_${index}`, '1']);
    expect((await the.login([...the.form, ...many])).status).toBe(200);
  });

  test('too large header fields are 431, bytes that are no request 400, both with a date', async () => {
    const large = await sendBytes(
      sandbox,
      `POST /oauth/token HTTP/1.1\r\nHost: x\r\nX-Probe: ${'x'.repeat(64 * 1024)}\r\n\r\n`,
    );
    expect(large).toMatch(/^HTTP\/1\.1 431 /);
    for (const bytes of [
      'FOO / HTTP/1.1\r\nHost: x\r\n\r\n',
      'POST /oauth/token HTTP/1.1\r\nHost: x\r\nX-Probe : 1\r\n\r\n',
    ]) {
      const answer = await sendBytes(sandbox, bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nDate: /);
      expect(answer).toMatch(/\r\n\r\n{"error":"invalid_request"/);
    }
  });

  test('a request without Host is 400', async () => {
    expect(await sendBytes(sandbox, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });

  for (const path of ['/', '/oauth/token/', '/oauth', '/OAUTH/TOKEN'])
    test(`nothing is at ${path}`, async () => {
      expect(code(await the.login(the.form, { path }))).toBe('404 invalid_request');
    });

  test('a foreign origin is told nothing', async () => {
    const answer = await the.login(the.form, {
      headers: [...the.headers, ['Origin', 'https://evil.example']],
    });
    expect(answer.fields.filter(([name]) => /^access-control/i.test(name))).toEqual([]);
  });
});

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
