/** The reference server by itself, over raw HTTP: who gets in, and what those learn who do not. */
import { expect, test } from '@playwright/test';
import {
  basic,
  claimsOf,
  code,
  encode,
  type Pair,
  refreshTokenOf,
  withField,
  without,
} from './sandbox-client.js';
import { sharedSandbox } from './shared-sandbox.js';

const { the } = sharedSandbox();

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
