/** What the redactor learns: from what is configured and published, from requests and from responses. */
import { expect, test } from '@playwright/test';
import { response } from '../../src/checks/examples.js';
import type { Field, OutgoingRequest } from '../../src/http/observation.js';
import { Redactor } from '../../src/http/redaction.js';
import { basicCredentials, encodeForm } from '../../src/scenarios/request.js';
import { jwt, jwtPayload } from './sample-jwt.js';

test.describe('published values', () => {
  test('are never searched for, in whatever order they were made known', () => {
    const redactor = new Redactor();
    redactor.addPublic('secret');
    redactor.addSecret('secret', 'client_secret');
    redactor.addSecret('sandboxPassword', 'password');
    redactor.addSecret('real-password', 'password');
    redactor.addPublic('sandboxPassword');
    const text = 'client_secret=secret, sandboxPassword, c2VjcmV0';
    expect(redactor.text(text)).toBe(text);
    expect(redactor.text('real-password')).toBe('‹password·2›');
  });

  test('make their near misses public, which scenarios send', () => {
    const redactor = new Redactor();
    redactor.addPublic('secret');
    const names = new Set(['client_secret']);
    for (const value of ['SECRET', 'secre', ' secret', 'secretx', 'secret\0'])
      redactor.learnRequest(request({ body: encodeForm([['client_secret', value]]) }), names);
    redactor.learnRequest(
      request({ headers: [['Authorization', basicCredentials('api', 'secret')]] }),
      names,
    );
    expect(redactor.patternCount).toBe(0);
    redactor.learnRequest(request({ body: 'client_secret=hunter22' }), names);
    expect(redactor.text('secret secre hunter22')).toBe('secret secre ‹client_secret›');
  });
});

function request(changes: { url?: string; headers?: Field[]; body?: string }): OutgoingRequest {
  return {
    method: 'POST',
    url: changes.url ?? 'https://server.example/oauth/token',
    headers: changes.headers ?? [],
    body: changes.body === undefined ? undefined : Buffer.from(changes.body),
  };
}

test.describe('learning from a request', () => {
  const names = new Set(['client_secret', 'password', 'X-Api-Key', 'pin']);
  const cases: Record<string, Parameters<typeof request>[0]> = {
    'a form field': { body: 'grant_type=password&password=hun%74er22&scope=all' },
    'a form field beside invalid escapes': { body: 'a=%zz&password=hunter22' },
    'a field under a name in another case': { body: 'PassWord=hunter22' },
    'a field under an escaped name': { body: 'pass%77ord=hunter22' },
    'a field under a bracketed name': { body: 'password[]=hunter22' },
    'a repeated field': { body: 'password=other-value&password=hunter22' },
    'the query': { url: 'https://server.example/oauth/token?a=1&password=hunter22#x' },
    'a JSON body': { body: '{"a":{"b":[{"pin":"hunter22"}]}}' },
    'a JSON body with repeated members': { body: '{"password":"hunter22","password":"x"}' },
    'a multipart body': {
      body: '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter22\r\n--b--\r\n',
    },
    'an XML body': { body: '<?xml version="1.0"?><a><password>hunter22</password></a>' },
    'Basic credentials': { headers: [['authorization', basicCredentials('api', 'hunter22')]] },
    'a Bearer token': { headers: [['Authorization', 'Bearer hunter22']] },
    'credentials without a scheme': { headers: [['Authorization', 'hunter22']] },
    'a cookie': { headers: [['Cookie', 'a=b; session=hunter22']] },
    'a secret header': { headers: [['x-api-KEY', 'hunter22']] },
    'a name that says so': { body: 'client_assertion=hunter22' },
  };
  for (const [name, changes] of Object.entries(cases))
    test(`knows the secret of ${name}`, () => {
      const redactor = new Redactor();
      redactor.learnRequest(request(changes), names);
      expect(redactor.text('<hunter22> all b')).toMatch(/^<‹[\w-]+(·2)?›> all b$/);
    });

  test('leaves out what is no secret, or a word of the protocol', () => {
    const redactor = new Redactor();
    redactor.learnRequest(
      request({
        url: 'https://server.example/token?token_type_hint=refresh_token',
        headers: [
          ['Authorization', 'Basic'],
          ['tenantId', 'z01j3e71zd6zkq908vyf5861a8'],
        ],
        body: 'grant_type=password&username=somebody&password=++++++&client_secret=client_secret&pin=abc',
      }),
      names,
    );
    expect(redactor.patternCount).toBe(0);
  });
});

test.describe('learning from a response', () => {
  const cases: Record<string, Parameters<typeof response>[0]> = {
    'a member': { json: { access_token: 'hunter22x' } },
    'a member at depth': { json: { data: [{ result: { refreshToken: 'hunter22x' } }] } },
    'an element below such a member': { json: { tokens: ['one', { value: 'hunter22x' }] } },
    'a member that is hidden by a repetition': { body: '{"access_token":"hunter22x","access_token":"a"}' },
    'a number': { json: { access_token: 12345678901 } },
    'a cut body': { body: '{"a":1,"access_token":"hunter22x' },
    'a body with a syntax error': { body: '{\'a\':1,}{"access_token":"hunter22x",}' },
    'a script': { body: 'callback({"access_token":"hunter22x"});' },
    'a form': { body: 'access_token=hunter22x&expires=5183814' },
    'a web page': { body: '<html><p>error: access_token=hunter22x</p></html>' },
    XML: { body: '<OAuth><access_token>hunter22x</access_token></OAuth>' },
    'a cookie': { headers: [['set-cookie', 'JSESSIONID=hunter22x; Path=/; HttpOnly']] },
    'a redirect': { headers: [['Location', 'https://a.example/cb#access_token=hunter22x&state=1']] },
    'a redirect with a code': {
      headers: [['Location', 'https://a.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&a=b']],
    },
    'a header that says so': { headers: [['X-Auth-Token', 'hunter22x']] },
  };
  const brought: Record<string, string> = {
    'a number': '12345678901',
    'a redirect with a code': 'SplxlOBeZQQYbYS6WxSbIA',
  };
  for (const [name, literal] of Object.entries(cases))
    test(`knows the token of ${name}`, () => {
      const redactor = new Redactor();
      redactor.learnResponse(response({ json: {}, ...literal }));
      expect(redactor.text(`<${brought[name] ?? 'hunter22x'}> ok`)).toMatch(/^<‹[\w.-]+›> ok$/);
    });

  test('knows a JWT under any name', () => {
    const redactor = new Redactor();
    redactor.learnResponse(response({ json: { ticket: jwt } }));
    expect(redactor.text(jwtPayload)).toBe('‹jwt›');
  });

  test('knows tokens of a compressed body', async () => {
    const { gzipSync } = await import('node:zlib');
    const redactor = new Redactor();
    redactor.learnResponse(
      response({ body: gzipSync('{"access_token":"hunter22x"}'), headers: [['Content-Encoding', 'gzip']] }),
    );
    expect(redactor.text('hunter22x')).toBe('‹access_token›');
  });

  test('leaves out what is no token', () => {
    const redactor = new Redactor();
    redactor.learnResponse(
      response({
        json: {
          error: 'invalid_token',
          error_description: 'the token is not valid',
          token_type: 'Bearer-like-type',
          expires_in: 3600,
          isAccessToken: true,
          code: 'invalid_request',
          errors: { password: 'required', token: 'must not be blank', refresh_token: 'not_found' },
          id_token: null,
        },
        headers: [['WWW-Authenticate', 'Bearer error="invalid_token", realm="some-realm-1"']],
      }),
    );
    expect(redactor.patternCount).toBe(0);
  });

  test('is not exhausted by hostile bodies', () => {
    for (const body of [
      JSON.stringify(
        Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`a${at}_token`, `value-${at}-x`])),
      ),
      '['.repeat(500_000),
      `{"token":"${'a1'.repeat(400_000)}`,
      'name="token"\n'.repeat(60_000),
      '\\'.repeat(500_000),
      '"'.repeat(500_000),
      '<a>'.repeat(200_000),
      `${'a'.repeat(500_000)}=`,
      'eyJhbGciOiJIUzUxMiJ9.'.repeat(20_000),
      '%41&#65;\\u0041'.repeat(20_000),
    ]) {
      const redactor = new Redactor();
      redactor.learnResponse(response({ body }));
      expect(redactor.patternCount).toBeLessThan(10_000);
      expect(typeof redactor.text(body.slice(0, 65_536), { cut: true })).toBe('string');
    }
  });

  test('does not take a name of the target for a label as it is', () => {
    const redactor = new Redactor();
    redactor.learnResponse(response({ json: { '‹\u001b[31m<b>"$& token': 'hunter22x' } }));
    expect(redactor.text('hunter22x')).toMatch(/^‹[\w.-]+›$/);
  });
});

test('a text that was shown before is looked at again when there is another secret', () => {
  const redactor = new Redactor();
  redactor.addSecret('Cobalt-Heron-1147', 'password');
  const text = 'X-Hint: Slate-Plover-771';
  expect(redactor.text(text)).toBe(text);
  expect(redactor.text(text)).toBe(text);
  redactor.addSecret('Umber-Finch-204', 'password');
  expect(redactor.text(text)).toBe(text);
  redactor.addSecret('Slate-Plover-771', 'client_secret');
  expect(redactor.text(text)).toBe('X-Hint: ‹client_secret›');
});

test('one character many times, which requests are made long with, is no secret of anybody', () => {
  const redactor = new Redactor();
  const long = 'a'.repeat(8000);
  const request = { method: 'POST', url: 'https://server.example/', headers: [], body: undefined };
  redactor.learnRequest({ ...request, body: Buffer.from(`client_secret=${long}`) }, new Set());
  expect(redactor.text(`scope=${long}`)).toBe(`scope=${long}`);
  redactor.addSecret('aaaaaaaaaaaa', 'password');
  expect(redactor.text('as configured: aaaaaaaaaaaa')).toBe('as configured: ‹password›');
});

test('derives patterns once for each secret, never for a search', () => {
  const redactor = new Redactor();
  for (let at = 0; at < 300; at++) redactor.addSecret(`secret-number-${at}-of-many`, 'client_secret');
  const { patternCount } = redactor;
  expect(patternCount).toBeGreaterThan(300);
  for (let at = 0; at < 5000; at++)
    expect(redactor.text(`HTTP 400, value secret-number-${at % 300}-of-many`)).toContain('‹client_secret');
  redactor.addSecret('secret-number-7-of-many', 'client_secret');
  expect(redactor.patternCount).toBe(patternCount);
});
