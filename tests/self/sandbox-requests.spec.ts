/** The reference server by itself, over raw HTTP: parameters, headers and messages that the standards let pass or have refused. */
import { expect, test } from '@playwright/test';
import { code, encode, type Pair, send, sendBytes, withField, without } from './sandbox-client.js';
import { sharedSandbox } from './shared-sandbox.js';

const { sandbox, the } = sharedSandbox();

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
