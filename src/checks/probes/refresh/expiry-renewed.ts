import { type Check, pass, violation } from '../../check.js';
import { jwtResponse, now } from '../../example-jwt.js';
import { example, observation, tokenResponse } from '../../examples.js';
import { isNumericDate } from '../../jwt.js';
import { claims, lifetime } from '../token-facts.js';
import { comparedWithIssue } from './refreshed-token.js';

const literal = { probe: 'refresh/first', grant: 'refresh_token', peers: { issue: observation() } };
const withJwt = { ...literal, peers: { issue: observation(jwtResponse()) } };

/** The fraction of the first lifetime that a renewed one has at least. */
const renewedFraction = 0.9;

export const expiryRenewed: Check = {
  id: 'expiry-renewed',
  title: 'The refreshed access token has a fresh lifetime.',
  requirements: ['RFC6749-6-expiry-renewed'],
  on: { probes: ['refresh/first'] },
  judge: (subject) =>
    comparedWithIssue(subject, (issued) => {
      const [renewed, first] = [lifetime(subject.observation), lifetime(issued)];
      if (renewed !== undefined && first !== undefined && renewed < first * renewedFraction)
        return violation(`expires_in of about ${first}`, `expires_in ${renewed}`);
      const [later, earlier] = [claims(subject.observation)?.exp, claims(issued)?.exp];
      // Both may be issued within one second: an equal exp is not an old one.
      return isNumericDate(later) && isNumericDate(earlier) && later < earlier
        ? violation('exp not before that of the first token', `exp ${earlier - later} s before it`)
        : pass;
    }),
  examples: {
    conforming: [
      example('the same lifetime', { json: { ...tokenResponse, access_token: 'n1' } }, literal),
      example('no expires_in', { json: { ...tokenResponse, expires_in: undefined } }, literal),
      example('issued within the same second', jwtResponse({ claims: { jti: '2' } }), withJwt),
    ],
    violating: [
      example('what was left of the first one', { json: { ...tokenResponse, expires_in: 1800 } }, literal),
      example('an earlier exp', jwtResponse({ claims: { exp: now + 60 } }), withJwt),
    ],
  },
};
