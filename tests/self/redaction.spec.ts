/** The redactor: every secret in every encoding and place is taken out, and everything else stays. */
import { expect, test } from '@playwright/test';
import { response } from '../../src/checks/examples.js';
import type { Field, OutgoingRequest } from '../../src/http/observation.js';
import { printable, Redactor } from '../../src/http/redaction.js';
import { basicCredentials, encodeForm } from '../../src/scenarios/request.js';

const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwtHeader = segment({ alg: 'HS512' });
const jwtPayload = segment({
  sub: 'admin',
  isAccessToken: true,
  exp: 1_790_003_600,
  userId: 1,
  iat: 1_790_000_000,
});
const jwtSignature = 'u8KQ5vJm3zX0yT7bN1cR4wLhPd6sGfEaVoZiYqBxMk2';
const jwt = `${jwtHeader}.${jwtPayload}.${jwtSignature}`;

const secrets: Record<string, string> = {
  plain: 'correcthorse',
  'of four characters': 'Zq7_',
  'with reserved characters': 'p&ss=w%rd+/?#',
  'with spaces': 'horse battery staple',
  'with quotes and backslash': `it's "q\\uoted"`,
  'with markup': '<b>&amp;</b>pass',
  'not ASCII': 'pässwörd€😀x',
  'that looks percent-encoded': 'p%41ss%2Bword',
  'that looks like base64': 'c2VjcmV0+c2Vj/cmV0==',
  'of hexadecimal digits': '0123456789abcdef0123456789abcdef',
  'with a null byte': 'pass\0word',
  'with a line break': 'pass\r\nword',
  'with regular expression characters': '(a|b)*[c]{2}^$.',
  'with replacement patterns': "$&$1$'$`xyz",
  'with our own marks': '‹client_secret›',
  token: 'tGzv3JOkF0XG5Qx2TlKWIA',
  JWT: jwt,
};

const hexOf = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0');
const everyByte = (value: string, lower: boolean) =>
  [...Buffer.from(value)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .map((hex) => `%${lower ? hex : hex.toUpperCase()}`)
    .join('');
const html = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What is written before, for and after the secret. Only the middle must go. */
type Encoded = readonly [before: string, secret: string, after: string];
const bare =
  (encode: (value: string) => string) =>
  (value: string): Encoded => ['', encode(value), ''];

const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase());
const json = (value: string) => JSON.stringify(value).slice(1, -1);

const encodings: Record<string, (value: string) => Encoded> = {
  plain: bare((value) => value),
  'percent-encoded': bare(encodeURIComponent),
  'percent-encoded in lower hex': bare((value) => lowerHex(encodeURIComponent(value))),
  'percent-encoded in every byte': bare((value) => everyByte(value, false)),
  'percent-encoded in every byte, lower hex': bare((value) => everyByte(value, true)),
  'percent-encoded in part': bare((value) =>
    [...value].map((c, at) => (at % 2 ? everyByte(c, at % 3 === 0) : encodeURIComponent(c))).join(''),
  ),
  'percent-encoded twice': bare((value) => encodeURIComponent(encodeURIComponent(value))),
  'form-encoded': bare((value) => encodeForm([['', value]]).slice(1)),
  'a JSON string': bare(json),
  'a JSON string in another': (value) => ['\\"', json(json(value)), '\\"'],
  'JSON with escaped slashes': bare((value) => json(value).replaceAll('/', '\\/')),
  'JSON with each character escaped': bare((value) =>
    value
      .split('')
      .map((unit) => `\\u${hexOf(unit)}`)
      .join(''),
  ),
  'JSON with some characters escaped': bare((value) =>
    [...value]
      .map((character, at) =>
        at % 2 || /["\\]/.test(character)
          ? character
              .split('')
              .map((unit) => `\\u${hexOf(unit).toUpperCase()}`)
              .join('')
          : character,
      )
      .join(''),
  ),
  'HTML entities': bare((value) => html(value).replaceAll("'", '&#39;')),
  'numbered HTML entities': bare((value) =>
    [...value].map((character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
  ),
  'percent-encoded JSON in HTML': (value) => ['%22', html(encodeURIComponent(json(value))), '%22'],
  hexadecimal: bare((value) => Buffer.from(value).toString('hex')),
  'upper-case hexadecimal': bare((value) => Buffer.from(value).toString('hex').toUpperCase()),
  'UTF-8 read as ISO 8859-1': bare((value) => Buffer.from(value).toString('latin1')),
};

/** Encodings in which the secret shares characters with what stands beside it. */
const embeddings: Record<string, (value: string) => string> = {
  base64,
  'base64 without padding': (value) => base64(value).replace(/=+$/, ''),
  base64url: (value) => Buffer.from(value).toString('base64url'),
  'Basic credentials': (value) => basicCredentials('api', value).slice('Basic '.length),
  'Basic credentials of an id that moves it by one': (value) => base64(`apis:${value}`),
  'Basic credentials of an id that moves it by two': (value) => base64(`an:${value}`),
  'base64 of a JSON object': (value) => base64(JSON.stringify({ client_secret: value, and: 'more' })),
};

const places: Record<string, (encoded: string) => string> = {
  alone: (encoded) => encoded,
  'in a form': (encoded) => `grant_type=password&x=${encoded}&scope=all`,
  'in JSON': (encoded) => `{"error_description":"bad value ${encoded} given"}`,
  'in a header': (encoded) => `WWW-Authenticate: Form realm="${encoded}", error="invalid_client"`,
  'in a stack trace': (encoded) => `java.lang.Error: ${encoded}\n\tat com.example.Token(Token.java:12)`,
  'between brackets': (encoded) => `[${encoded}]`,
  repeated: (encoded) => `${encoded} ${encoded}`,
};

for (const [encodingName, encode] of Object.entries(encodings))
  test(`takes out every secret wherever it stands: ${encodingName}`, () => {
    for (const [secretName, secret] of Object.entries(secrets)) {
      const redactor = new Redactor();
      redactor.addSecret(secret, 'SECRET');
      const [before, middle, after] = encode(secret);
      for (const [place, put] of Object.entries(places))
        expect(redactor.text(put(before + middle + after)), `a secret ${secretName}, ${place}`).toBe(
          put(`${before}‹SECRET›${after}`),
        );
    }
  });

for (const [encodingName, encode] of Object.entries(embeddings))
  test(`takes out each character that holds a bit of a secret: ${encodingName}`, () => {
    for (const [secretName, secret] of Object.entries(secrets)) {
      const redactor = new Redactor();
      redactor.addSecret(secret, 'SECRET');
      const encoded = encode(secret);
      const redacted = redactor.text(`Authorization: Basic ${encoded} end`);
      expect(redacted, secretName).toMatch(/^Authorization: Basic [\w+/=-]*‹SECRET›[\w+/=-]* end$/);
      const left = /Basic (.*) end/.exec(redacted)?.[1]?.replace('‹SECRET›', '') ?? '';
      const holding = Math.ceil((Buffer.byteLength(secret) * 8) / 6);
      expect(left.length, secretName).toBeLessThanOrEqual(encoded.length - holding);
    }
  });

test('finds what is left of a secret in a body that was taken for a form and is none', () => {
  const redactor = new Redactor();
  redactor.addSecret('Kestrel+Client/Secret=9&Zt%4fPlumeria', 'SECRET');
  for (const told of ['Kestrel Client/Secret=9', 'Kestrel%20Client%2FSecret%3D9', 'ZtOPlumeria'])
    expect(redactor.text(`refused: "client_secret":"${told}"`)).toBe('refused: "client_secret":"‹SECRET›"');
  expect(redactor.text('a client and its secret')).toBe('a client and its secret');
});

test('finds a secret in UTF-16', () => {
  const redactor = new Redactor();
  redactor.addSecret('correcthorse', 'password');
  for (const text of ['utf16le', 'be'].map((order) => {
    const bytes = Buffer.from('a correcthorse b', 'utf16le');
    return (order === 'be' ? bytes.swap16() : bytes).toString();
  }))
    expect(redactor.text(text).replaceAll('\0', '')).toBe('a ‹password› b');
});

test('finds a secret that lost characters in another character set', () => {
  const redactor = new Redactor();
  redactor.addSecret('pässwörd', 'password');
  for (const seen of ['p?ssw?rd', 'p\ufffdssw\ufffdrd', 'p%E4ssw%F6rd', 'pa\u0308sswo\u0308rd'])
    expect(redactor.text(`<${seen}>`), seen).toBe('<‹password›>');
});

test('takes a complete value out of a longer one, the longest first', () => {
  const redactor = new Redactor();
  redactor.addSecret('hunter22', 'short');
  redactor.addSecret('hunter22-and-more', 'long');
  expect(redactor.text('hunter22-and-more hunter22-and hunter22')).toBe('‹long› ‹short›-and ‹short›');
});

test('takes out two secrets that overlap', () => {
  const redactor = new Redactor();
  redactor.addSecret('abcdefgh', 'one');
  redactor.addSecret('efghijklmnop', 'two');
  expect(redactor.text('<abcdefghijklmnop>')).toBe('<‹two›>');
});

test('numbers the values of a label in the order of registration', () => {
  const redactor = new Redactor();
  for (const value of ['first-value', 'second-value', 'first-value', 'third-value'])
    redactor.addSecret(value, 'client_secret');
  redactor.addSecret('second-value', 'password');
  expect(redactor.text('third-value second-value first-value')).toBe(
    '‹client_secret·3› ‹client_secret·2› ‹client_secret›',
  );
  expect(redactor.marker('third-value', 'client_secret')).toBe('‹client_secret·3›');
  expect(redactor.marker('unknown-value', 'client_secret')).toBe('‹client_secret›');
});

test('redacts a redacted text to itself, even when a secret is a word of a marker', () => {
  const redactor = new Redactor();
  redactor.addSecret('a-long-password', 'client_secret');
  redactor.addSecret('secret', 'password');
  redactor.addSecret('client', 'username');
  const once = redactor.text('a-long-password secret client');
  expect(once).toBe('‹client_secret› ‹password› ‹username›');
  expect(redactor.text(once)).toBe(once);
});

test('does not take the marks of a target for its own', () => {
  const redactor = new Redactor();
  redactor.addSecret('hunter22', 'password');
  expect(redactor.text('‹hunter22› ‹x hunter22›')).not.toContain('hunter22');
});

test.describe('near misses', () => {
  const redactor = new Redactor();
  for (const secret of ['correcthorse', 'p&ss=w%rd', 'tGzv3JOkF0XG5Qx2TlKWIA', jwt, 'abc'])
    redactor.addSecret(secret, 'secret');
  for (const text of [
    'correct horse',
    'Correcthorse',
    'correcthors',
    'abc is too short to be searched for',
    'p&ss=word',
    'invalid_client: Bad client credentials',
    'tGzv3JOkF0XG5Qx2TlKWI',
    'api.example.com/oauth/token?grant_type=password',
    'version 1.22.333, eyJ.x.y, ewallet-service.example.com',
    '100 %, 50 %41, \\u0041, &amp;',
    jwtHeader,
    '',
  ])
    test(`keeps ${JSON.stringify(text)}`, () => expect(redactor.text(text)).toBe(text));
});

test.describe('JWT', () => {
  test('takes out any, and says what it was', () => {
    expect(new Redactor().text(`token=${jwt}&x`)).toBe(`token=‹jwt, HS512, ${jwt.length} characters›&x`);
    expect(new Redactor().text(`"${jwt.replaceAll('.', '%2E')}"`)).toContain('‹jwt, HS512');
    expect(new Redactor().text(`${segment({ alg: 'none' })}.${jwtPayload}. end`)).toMatch(
      /^‹jwt, none, \d+ characters› end$/,
    );
    expect(new Redactor().text(`${segment({ enc: 'A256GCM' })}.aaaa.bbbb.cccc.dddd`)).toMatch(
      /^‹jwt, \d+ characters›$/,
    );
  });

  test('takes out payload and signature of a known one alone', () => {
    const redactor = new Redactor();
    redactor.addSecret(jwt, 'access_token');
    expect(redactor.text(`${jwtPayload} ${jwtSignature} ${jwt}`)).toBe(
      '‹access_token› ‹access_token› ‹access_token›',
    );
  });

  test('does not let an algorithm name write into the report', () => {
    const hostile = `${segment({ alg: '<script>\u001b' })}.${jwtPayload}.x`;
    expect(new Redactor().text(hostile)).toMatch(/^‹jwt, \d+ characters›$/);
  });
});

test.describe('a text that was cut', () => {
  const redactor = new Redactor();
  // Not with `&`, which ends a value in a form: what stands before it is searched for by itself.
  redactor.addSecret('tGzv3JOkF0XG5Qx2TlKWIA"more', 'refresh_token');
  for (const [name, text] of Object.entries({
    plain: 'x=tGzv3JOkF0',
    'percent-encoded': 'x=tGzv3JOkF0XG5Qx2TlKWIA%22mo',
    'percent-encoded, in the middle of an escape': 'x=tGzv3JOkF0XG5Qx2TlKWIA%2',
    'JSON, in the middle of an escape': 'x=tGzv3JOkF0XG5Qx2TlKWIA\\u00',
    'HTML, in the middle of an entity': 'x=tGzv3JOkF0XG5Qx2TlKWIA&quo',
    base64: `x=${base64('tGzv3JOkF0XG5Qx').slice(0, -2)}`,
  }))
    test(`loses the beginning of a secret at its end: ${name}`, () => {
      expect(redactor.text(text, { cut: true })).toBe('x=‹refresh_token›');
      expect(redactor.text(text)).toBe(text);
    });

  test('keeps fewer characters than tell anything', () =>
    expect(redactor.text('x=tGzv3JO', { cut: true })).toBe('x=tGzv3JO'));

  test('loses the beginning of an unknown JWT', () => {
    const unknown = new Redactor();
    for (const length of [jwtHeader.length, jwtHeader.length + 3, jwt.length - 20])
      expect(unknown.text(`a ${jwt.slice(0, length)}`, { cut: true })).toMatch(/^a ‹jwt/);
  });
});

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

test.describe('printable', () => {
  for (const [name, text, expected] of [
    ['escape sequences', 'a\u001b[31mred\u009b0m', 'a\\u001b[31mred\\u009b0m'],
    ['line breaks and tabs', 'a\r\nb\tc\u2028d', 'a\\u000d\\u000ab\\u0009c\\u2028d'],
    ['null bytes and DEL', '\0\u007f', '\\u0000\\u007f'],
    ['direction overrides', 'a\u202egnp\u2066x\u200f', 'a\\u202egnp\\u2066x\\u200f'],
    ['zero-width characters', 'a\u200bb\ufeffc\u00add', 'a\\u200bb\\ufeffc\\u00add'],
    ['odd spaces', 'a\u00a0b\u3000c', 'a\\u00a0b\\u3000c'],
    ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['lone surrogates', 'a\ud800b', 'a\\ud800b'],
  ] as const)
    test(`makes ${name} visible`, () => expect(printable(text)).toBe(expected));

  test('keeps text', () => {
    const text = 'pässwörd € 😀 日本語 ‹x› … "\\u0041" <b>&amp;</b> 100 %';
    expect(printable(text)).toBe(text);
  });
});
