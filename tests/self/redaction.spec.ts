/** The redactor: every secret in every encoding and place is taken out, and everything else stays. */
import { expect, test } from '@playwright/test';
import { Redactor } from '../../src/http/redaction.js';
import { basicCredentials, encodeForm } from '../../src/scenarios/request.js';
import { jwt, jwtHeader, jwtPayload, jwtSignature, segment } from './sample-jwt.js';

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
