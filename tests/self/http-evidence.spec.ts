/** What reports show of an exchange: no secret, no control character, one line for each of ours. */
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { type AnswerLiteral, response, unanswered } from '../../src/checks/examples.js';
import { exchangeOf } from '../../src/http/evidence.js';
import type { Field, Observation } from '../../src/http/observation.js';
import { Redactor } from '../../src/http/redaction.js';
import { basicCredentials, encodeForm, formMediaType } from '../../src/scenarios/request.js';
import type { Exchange } from '../../src/verdicts/verdict.js';

const secretNames = new Set(['password', 'client_secret', 'refresh_token', 'code', 'X-Api-Key', 'pin']);

interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: readonly Field[];
  readonly body?: string | Buffer;
}

function observation(sent: Sent, answer: AnswerLiteral = { json: {} }): Observation {
  return {
    request: {
      method: sent.method ?? 'POST',
      url: sent.url ?? 'https://server.example/oauth/token',
      headers: sent.headers ?? [['Content-Type', formMediaType]],
      body: typeof sent.body === 'object' ? sent.body : Buffer.from(sent.body ?? ''),
    },
    startedAt: 0,
    milliseconds: 7,
    response: response(answer),
    failure: undefined,
  };
}

function evidence(made: Observation, redactor = new Redactor()): Exchange {
  redactor.learnRequest(made.request, secretNames);
  if (made.response) redactor.learnResponse(made.response);
  return exchangeOf({
    id: 'a#b',
    scenario: 'a',
    observation: made,
    redactor,
    secretNames,
    variableOf: () => undefined,
  });
}

const shownRequest = (sent: Sent): string => evidence(observation(sent)).request;
const shownResponse = (answer: AnswerLiteral): string => evidence(observation({}, answer)).response;

test.describe('the request', () => {
  for (const [how, headers] of [
    ['that says so', [['Content-Encoding', 'gzip']]],
    ['that does not say so', []],
  ] as const)
    test(`is shown without the compression of a body ${how}, and no command holds its bytes`, () => {
      const body = gzipSync('grant_type=password&username=bob&password=Slate-Plover-771');
      const { request, curl } = evidence(observation({ headers, body }));
      expect(request).toContain('grant_type=password&username=bob&password=‹password›\n… sent as');
      expect(curl).toBe(
        '# the body has the content coding gzip; npx token-conformance replay a sends it again',
      );
    });

  test('is not shown where its coding cannot be undone', () => {
    const { request, curl } = evidence(
      observation({ headers: [['Content-Encoding', 'zstd']], body: 'password=Slate-Plover-771' }),
    );
    expect(request).toContain('… 25 bytes with the content coding zstd, not shown');
    expect(request + curl).not.toContain('Plover');
  });

  test('is shown line by line, with secrets replaced by their names', () => {
    expect(
      shownRequest({
        url: 'https://server.example/oauth/token?tenantIdentifier=x&code=ab',
        headers: [
          ['Host', 'server.example'],
          ['Content-Type', formMediaType],
        ],
        body: 'grant_type=password&username=bob&password=x&client_id=api&client_secret=s3cr3t-value&pin=',
      }),
    ).toBe(
      [
        'POST /oauth/token?tenantIdentifier=x&code=‹code› HTTP/1.1',
        'Host: server.example',
        `Content-Type: ${formMediaType}`,
        '',
        'grant_type=password&username=bob&password=‹password›&client_id=api&client_secret=‹client_secret›&pin=',
      ].join('\n'),
    );
  });

  const bodies: Record<string, [body: string, shown: string]> = {
    'a name in another case': ['PASSWORD=x', 'PASSWORD=‹PASSWORD›'],
    'a bracketed name': ['password[]=x', 'password[]=‹password__›'],
    'an escaped name': ['pass%77ord=x', 'pass%77ord=‹password›'],
    'a repeated field': ['password=x&password=y', 'password=‹password›&password=‹password›'],
    'invalid escapes': ['a=%zz&password=%zz', 'a=%zz&password=‹password›'],
    'white space': ['password=a b\tc&x=1', 'password=‹password›&x=1'],
    JSON: ['{"password":"x", "n": {"pin": 12}}', '{"password":"‹password›", "n": {"pin": ‹pin›}}'],
    'repeated JSON members': ['{"pin":"a","pin":"b"}', '{"pin":"‹pin›","pin":"‹pin›"}'],
    'JSON that breaks off': ['{"pin":"a', '{"pin":"‹pin›'],
    XML: ['<a><password>x</password></a>', '<a><password>‹password›</password></a>'],
    multipart: [
      '--b\r\nContent-Disposition: form-data; name="pin"\r\n\r\nx\r\n--b--',
      '--b\\u000d\\u000aContent-Disposition: form-data; name="pin"\\u000d\\u000a\\u000d\\u000a‹pin›\\u000d\\u000a--b--',
    ],
  };
  for (const [name, [body, shown]] of Object.entries(bodies))
    test(`hides short secrets by their place: ${name}`, () => {
      expect(shownRequest({ body }).split('\n\n')[1]).toBe(shown);
    });

  const headers: Record<string, [value: string, shown: string]> = {
    Authorization: [basicCredentials('api', 'x'), 'Basic ‹credentials›'],
    authorization: ['Bearer x', 'Bearer ‹credentials›'],
    'Proxy-Authorization': ['Digest a="b", c', 'Digest ‹credentials›'],
    AUTHORIZATION: ['sometoken', '‹credentials›'],
    AuthorizatioN: ['Basic', 'Basic'],
    Cookie: ['a=x; b=y', 'a=‹cookie›; b=‹cookie›'],
    'x-api-key': ['x', '‹x-api-key›'],
    tenantId: ['default', 'default'],
    'X-Empty': ['', ''],
    'X-Forwarded-For': ['1.2.3.4\u001b[2J', '1.2.3.4\\u001b[2J'],
  };
  for (const [name, [value, shown]] of Object.entries(headers))
    test(`shows a header ${name}: ${shown}`, () => {
      expect(shownRequest({ headers: [[name, value]] }).split('\n')[1]).toBe(`${name}: ${shown}`);
    });
});

test.describe('the response', () => {
  test('is shown line by line, with tokens replaced by their names', () => {
    expect(
      shownResponse({
        headers: [
          ['Content-Type', 'application/json'],
          ['Set-Cookie', 'sid=short; Path=/'],
          ['Location', 'https://a.example/?access_token=abc#id_token=x'],
          ['X-Refresh-Token', 'abc'],
        ],
        body: '{"access_token":"abc","token_type":"bearer","expires_in":3600,"refresh_token":"", "data":{"id_token":"x"},"active":true}',
      }),
    ).toBe(
      [
        'HTTP/1.1 200',
        'Content-Type: application/json',
        'Set-Cookie: sid=‹cookie›; Path=/',
        'Location: https://a.example/?access_token=‹access_token›#id_token=‹id_token›',
        'X-Refresh-Token: ‹X-Refresh-Token›',
        '',
        '{"access_token":"‹access_token›","token_type":"bearer","expires_in":3600,"refresh_token":"", "data":{"id_token":"‹id_token›"},"active":true}',
      ].join('\n'),
    );
  });

  test('keeps the code of an error, and hides an authorization code', () => {
    expect(shownResponse({ json: { code: 'invalid_request', status: { code: 400 } } })).toContain(
      '{"code":"invalid_request","status":{"code":400}}',
    );
    expect(shownResponse({ json: { code: 'SplxlOBeZQQYbYS6WxSbIA' } })).toContain('{"code":"‹code›"}');
  });

  test('hides what was sent where it is echoed', () => {
    const password = `p&ss 'w"rd€+`;
    const { response: shown } = evidence(
      observation(
        { body: encodeForm([['password', password]]) },
        {
          json: { error_description: `bad ${password}` },
          more: [['X-Echo', encodeURIComponent(password)]],
        },
      ),
    );
    expect(shown).toContain('{"error_description":"bad ‹password›"}');
    expect(shown).toContain('X-Echo: ‹password›');
  });

  test('has no line break and no control character of the target', () => {
    const { response: shown } = evidence({
      ...observation({}),
      response: {
        ...response({ body: 'a\r\n::error::x\u001b]0;title\u0007\u202e' }),
        statusText: 'Fine\u001b[2J',
        headers: [['X-A', 'b\u0085c\u009b1m']],
      },
    });
    expect(shown.split('\n')).toEqual([
      'HTTP/1.1 200 Fine\\u001b[2J',
      'X-A: b\\u0085c\\u009b1m',
      '',
      'a\\u000d\\u000a::error::x\\u001b]0;title\\u0007\\u202e',
    ]);
  });

  test('is cut after 4 kB with a note', () => {
    const long = shownResponse({ body: `${'x'.repeat(4096)}tail` });
    expect(long).toContain(`\n\n${'x'.repeat(4096)}\n… cut here: 4100 bytes in all`);
    expect(long).not.toContain('tail');
    expect(shownResponse({ body: 'x'.repeat(4096) })).not.toContain('cut here');
  });

  const token = 'tGzv3JOkF0XG5Qx2TlKWIA';

  for (const length of [8, 15, 21])
    test(`that was cut on reading keeps none of ${length} characters of a secret`, () => {
      const redactor = new Redactor();
      redactor.addSecret(token, 'refresh_token');
      const body = `value ${token.slice(0, length)}`;
      const { response: shown } = evidence(
        { ...observation({}), response: { ...response({ body }), truncated: true } },
        redactor,
      );
      expect(shown).toContain(
        `\n\nvalue ‹refresh_token›\n… cut here: reading stopped after ${body.length} bytes`,
      );
    });

  for (const before of [4090, 65_520])
    test(`keeps none of a secret that stands after ${before} bytes`, () => {
      const redactor = new Redactor();
      redactor.addSecret(token, 'refresh_token');
      const body = `${'x'.repeat(before)}${token}${'y'.repeat(100)}`;
      expect(evidence(observation({}, { body }), redactor).response).not.toContain('tGzv');
    });

  test('shows a compressed body, and not one that cannot be decoded', () => {
    const body = gzipSync('{"access_token":"abc","a":1}');
    const headers: Field[] = [['Content-Encoding', 'gzip']];
    expect(shownResponse({ headers, body })).toContain('{"access_token":"‹access_token›","a":1}');
    expect(shownResponse({ headers, body: 'access_token=abc' })).toMatch(
      /\n\n… 16 bytes with the content coding gzip, not shown$/,
    );
    expect(shownResponse({ headers: [['Content-Encoding', 'x-\u001bsecret']], body: 'abc' })).toMatch(
      /coding x-\\u001bsecret, not shown$/,
    );
  });

  test('does not fill a report with header lines', () => {
    const headers = Array.from({ length: 10_000 }, (_, at): Field => [`X-${at}`, 'x'.repeat(20)]);
    const shown = shownResponse({ headers });
    expect(shown.length).toBeLessThan(20_000);
    expect(shown).toContain('… cut here: 10000 header lines in all');
  });

  test('says why there is none', () => {
    expect(evidence(unanswered('timeout')).response).toBe(
      'no response (timeout): the connection ended: timeout',
    );
  });

  for (const [name, body] of Object.entries({
    'deep JSON': '{"a":'.repeat(200_000),
    'endless parts': 'name="x"\r\n'.repeat(90_000),
    'endless escapes': `{"token":"${'\\'.repeat(900_000)}`,
  }))
    test(`stays short for a hostile body: ${name}`, () => {
      expect(shownResponse({ body }).length).toBeLessThan(5000);
    });
});

test('no known secret is left at any place of the evidence', () => {
  const redactor = new Redactor();
  redactor.addSecret('tGzv3JOkF0', 'refresh_token');
  const headers: Field[] = [
    ['X-A', 'tGzv3JOkF0'],
    ['Cookie', 'a=tGzv3JOkF0; tGzv3JOkF0=b'],
    ['X-tGzv3JOkF0', '1'],
    ['Set-Cookie', 'tGzv3JOkF0=1; Path=/tGzv3JOkF0'],
  ];
  const made = observation(
    {
      url: 'https://server.example/tGzv3JOkF0?x=tGzv3JOkF0&tGzv3JOkF0=1',
      headers,
      body: 'username=tGzv3JOkF0&tGzv3JOkF0=1',
    },
    { headers, json: { tGzv3JOkF0: ['tGzv3JOkF0'] } },
  );
  const { request, response: shown, curl } = evidence(made, redactor);
  expect(request + shown + curl).not.toContain('tGzv3JOkF0');
});
