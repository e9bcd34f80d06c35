import { createHash } from 'node:crypto';
import { accessToken, refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, observation, tokenResponse } from '../../examples.js';
import { sentForm, sentValues } from '../sent.js';
import { claims } from '../token-facts.js';

const literal = { probe: 'valid/minimal' };
const sent = {
  form: [
    ['username', 'alice'],
    ['client_id', 'api'],
  ],
} as const;
const answer = (text: string, encoding: BufferEncoding = 'base64url') => ({
  json: { ...tokenResponse, access_token: Buffer.from(text).toString(encoding) },
});

const digestAnswer = (algorithm: string, text: string) => ({
  json: { ...tokenResponse, access_token: createHash(algorithm).update(text).digest('hex') },
});

/** What was sent, but for the token that a refresh presents: a server may return it again. */
function requestValues(given: Observation): string[] {
  const presented = sentForm(given).get('refresh_token');
  return sentValues(given).filter((value) => value !== presented);
}

/** What a token may stand for: the text itself, and what Base64 and hexadecimal make of it. */
function readings(token: string): string[] {
  const hex = /^([0-9a-f]{2})+$/i.test(token) ? [Buffer.from(token, 'hex').toString()] : [];
  return [token, Buffer.from(token, 'base64url').toString(), ...hex];
}

/** A request value, and around it nothing but other ones, numbers such as a time, and punctuation. */
function isComposed(text: string, values: readonly string[]): boolean {
  const used = values.filter((value) => value.length >= 3 && text.includes(value));
  if (used.length === 0) return false;
  const rest = used
    .sort((one, other) => other.length - one.length)
    .reduce((result, value) => result.replaceAll(value, ''), text);
  return /^[\d\s:;,.|/_TZ+-]*$/.test(rest);
}

const algorithms = ['md5', 'sha1', 'sha256', 'sha512'];
const encodings = ['hex', 'base64', 'base64url'] as const;

/** Counters that a token may be the digest of. */
const firstNumbers = Array.from({ length: 1000 }, (_, number) => String(number));

/** Around the exchange, in seconds and in milliseconds. */
function timesOf({ startedAt, milliseconds }: Observation): string[] {
  const second = Math.floor(startedAt / 1000);
  const span = Math.min(milliseconds, 200) + 1;
  return [
    ...[-1, 0, 1].map((offset) => String(second + offset)),
    ...Array.from({ length: span }, (_, offset) => String(startedAt + offset)),
  ];
}

/** What a simple server may have hashed: one value or two, alone or with a time; a time or a counter alone. */
function hashed(given: Observation): string[] {
  const values = [...new Set(requestValues(given))].filter((value) => value.length >= 3);
  const times = timesOf(given);
  const joined = ['', ':', '-', '_', '|'];
  const composed = values.flatMap((value) =>
    [...values.filter((other) => other !== value), ...times].flatMap((other) =>
      joined.map((join) => value + join + other),
    ),
  );
  return [...values, ...composed, ...times, ...firstNumbers];
}

function digestForms(token: string): Set<string> {
  return new Set([token, token.toLowerCase(), token.replaceAll('-', ''), token.replace(/={1,2}$/, '')]);
}

/** A digest has a length of its own: of other tokens none is computed. */
function isDigestOf(token: string, texts: readonly string[]): boolean {
  const forms = digestForms(token);
  return algorithms.some((algorithm) =>
    encodings.some((encoding) => {
      const { length } = createHash(algorithm).digest(encoding);
      return (
        [...forms].some((form) => form.length === length) &&
        texts.some((text) => forms.has(createHash(algorithm).update(text).digest(encoding)))
      );
    }),
  );
}

export const tokenNotDerivedFromRequest: Check = {
  id: 'token-not-derived-from-request',
  title: 'An access token is not merely an encoding of request values and the time.',
  requirements: ['RFC6749-10.3-token-not-derived-from-input'],
  on: { probes: ['valid/minimal', 'valid/second-user'] },
  judge({ observation: given }) {
    const access = claims(given) ? undefined : accessToken(given);
    const tokens = [access, refreshToken(given)].filter((token) => token !== undefined);
    if (tokens.length === 0) return notApplicable('the access token is a signed JWT, or there is none');
    const values = requestValues(given);
    const expected = 'a token that cannot be computed from the request';
    if (tokens.some((token) => readings(token).some((text) => isComposed(text, values))))
      return violation(expected, 'request values and numbers only');
    const texts = hashed(given);
    return tokens.some((token) => isDigestOf(token, texts))
      ? violation(expected, 'a digest of request values, of the time or of a small number')
      : pass;
  },
  examples: {
    conforming: [
      example('opaque', observation({}, sent), literal),
      example(
        'the refresh token that was presented',
        observation(
          { json: { ...tokenResponse, refresh_token: 'tGzv3JOkF0XG5Qx2TlKWIA' } },
          { form: [['refresh_token', 'tGzv3JOkF0XG5Qx2TlKWIA']] },
        ),
        literal,
      ),
      example(
        'a request value beside what nobody can guess',
        observation(answer('alice:Zk3x9Qv7Wm1p'), sent),
        literal,
      ),
    ],
    violating: [
      example('user and time', observation(answer('alice:1790000000'), sent), literal),
      example('the digest of the user name', observation(digestAnswer('md5', 'alice'), sent), literal),
      example(
        'the digest of user and time as a refresh token',
        observation(
          {
            json: {
              ...tokenResponse,
              refresh_token: createHash('sha256').update('alice:1790000000').digest('base64url'),
            },
          },
          sent,
        ),
        literal,
      ),
      example('the digest of a counter', observation(digestAnswer('sha1', '42'), sent), literal),
      example('in hexadecimal', observation(answer('api|alice|1790000000', 'hex'), sent), literal),
    ],
  },
};
