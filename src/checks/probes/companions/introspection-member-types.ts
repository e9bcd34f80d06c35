import { member } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { clocks } from '../../jwt.js';
import { alsoAnswered } from './answered.js';

const literal = { probe: 'introspection/active' };

const isText = (value: unknown) => typeof value === 'string';
const isInteger = (value: unknown) => Number.isInteger(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  scope: isText,
  client_id: isText,
  username: isText,
  token_type: isText,
  exp: isInteger,
  iat: isInteger,
  nbf: isInteger,
  sub: isText,
  aud: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  iss: isText,
  jti: isText,
};

export const introspectionMemberTypes: Check = {
  id: 'introspection-member-types',
  title: 'The members of an introspection response have the types that RFC 7662 defines.',
  requirements: ['RFC7662-2.2-member-types'],
  on: { probes: ['introspection/active'] },
  judge: (subject) =>
    alsoAnswered(subject, (response) => {
      if (member(response, 'active') !== true)
        return notApplicable('the token is not active: judged by a rule of its own');
      const wrong = Object.entries(types).filter(([name, isRight]) => {
        const value = member(response, name);
        return value !== undefined && !isRight(value);
      });
      if (wrong.length > 0)
        return violation(
          'the types of RFC 7662',
          `another type of ${wrong.map(([name]) => name).join(', ')}`,
        );
      const [exp, iat] = [member(response, 'exp'), member(response, 'iat')];
      const now = Math.min(...clocks(subject.observation, response));
      if (typeof exp === 'number' && exp <= now) return violation('exp in the future', 'exp in the past');
      return typeof exp === 'number' && typeof iat === 'number' && exp <= iat
        ? violation('exp after iat', 'exp not after iat')
        : pass;
    }),
  examples: {
    conforming: [
      example('exp and aud', { json: { active: true, exp: 1_790_003_600, aud: ['a', 'b'] } }, literal),
      example(
        'not expired by the clock of the server',
        {
          json: { active: true, exp: 1_789_999_940 },
          headers: [['Date', new Date(1_789_999_880_000).toUTCString()]],
        },
        literal,
      ),
      example('an unknown member of any type', { json: { active: true, level: [2] } }, literal),
    ],
    violating: [
      example('a date as text', { json: { active: true, exp: '2026-09-21T15:00:00Z' } }, literal),
      example('a list of scopes', { json: { active: true, scope: ['read'] } }, literal),
      example('expired, and active', { json: { active: true, exp: 1_700_000_000 } }, literal),
    ],
  },
};
