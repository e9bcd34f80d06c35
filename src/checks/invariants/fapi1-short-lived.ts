import { member, stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example, tokenResponse } from '../examples.js';
import { readAccessTokenJwt } from '../jwt.js';

const limit = 600;
const literal = { strictness: 'fapi1' } as const;

/** FAPI 1.0 Baseline section 5.2.2: "access tokens with a lifetime of under 10 minutes unless … sender-constrained". */
export const fapi1ShortLived: Check = {
  id: 'fapi1-short-lived',
  title: 'Under FAPI 1.0 a bearer token lives for less than ten minutes',
  requirements: ['FAPI1-5.2.2-lifetime-under-10-min'],
  on: { every: 'success' },
  judge: onGrant((_, response, { strictness }) => {
    if (strictness !== 'fapi1') return notApplicable('the target does not claim FAPI 1.0');
    const constrained =
      stringMember(response, 'token_type')?.toLowerCase() === 'dpop' ||
      readAccessTokenJwt(response)?.claims.cnf !== undefined;
    if (constrained) return pass;
    const seconds = member(response, 'expires_in');
    if (typeof seconds !== 'number') return notApplicable('expires_in is absent or no number');
    return seconds < limit ? pass : violation(`expires_in below ${limit}`, `expires_in ${seconds}`);
  }),
  examples: {
    conforming: [
      example('five minutes', { json: { ...tokenResponse, expires_in: 300 } }, literal),
      example('an hour, bound to a key', jwtResponse({ claims: { cnf: { jkt: 'a' } } }), literal),
      example('an hour, and no such claim', {}),
    ],
    violating: [
      example('an hour', {}, literal),
      example('ten minutes', { json: { ...tokenResponse, expires_in: 600 } }, literal),
    ],
  },
};
