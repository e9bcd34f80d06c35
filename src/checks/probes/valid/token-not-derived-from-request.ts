import { accessToken } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, observation, tokenResponse } from '../../examples.js';
import { sentValues } from '../sent.js';
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

export const tokenNotDerivedFromRequest: Check = {
  id: 'token-not-derived-from-request',
  title: 'An access token is not merely an encoding of request values and the time.',
  requirements: ['RFC6749-10.3-token-not-derived-from-input'],
  on: { probes: ['valid/minimal', 'valid/second-user'] },
  judge({ observation: given }) {
    const token = accessToken(given);
    if (token === undefined) return notApplicable('no access token was issued');
    if (claims(given)) return notApplicable('the access token is a signed JWT');
    const values = sentValues(given);
    return readings(token).some((text) => isComposed(text, values))
      ? violation('a token that cannot be computed from the request', 'request values and numbers only')
      : pass;
  },
  examples: {
    conforming: [
      example('opaque', observation({}, sent), literal),
      example(
        'a request value beside what nobody can guess',
        observation(answer('alice:Zk3x9Qv7Wm1p'), sent),
        literal,
      ),
    ],
    violating: [
      example('user and time', observation(answer('alice:1790000000'), sent), literal),
      example('in hexadecimal', observation(answer('api|alice|1790000000', 'hex'), sent), literal),
    ],
  },
};
