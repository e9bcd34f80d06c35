import { member } from '../../http/answer.js';
import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse, now } from '../example-jwt.js';
import { example } from '../examples.js';
import { clocks, isNumericDate } from '../jwt.js';

const toleratedSeconds = 10;

export const jwtExpMatchesExpiresIn: Check = {
  id: 'jwt-exp-matches-expires-in',
  title: 'expires_in agrees with exp of a JWT access token',
  requirements: ['JWT-exp-matches-expires-in'],
  on: { every: 'success' },
  judge: onJwt(({ claims: { exp } }, response, { observation }) => {
    const lifetime = member(response, 'expires_in');
    if (!isNumericDate(exp) || typeof lifetime !== 'number')
      return notApplicable('exp or expires_in is absent or no number');
    const offsets = clocks(observation, response).map((clock) => exp - clock - lifetime);
    const offset = offsets.reduce((least, next) => (Math.abs(next) < Math.abs(least) ? next : least));
    return Math.abs(offset) <= toleratedSeconds
      ? pass
      : violation(
          `exp ${lifetime} s ahead, as expires_in says`,
          `exp is ${Math.round(lifetime + offset)} s ahead`,
        );
  }),
  examples: {
    conforming: [
      example('ten seconds off', jwtResponse({ claims: { exp: now + 3610 } })),
      example('a token issued earlier, with what is left of it', {
        ...jwtResponse({ claims: { iat: now - 3000, exp: now + 600 }, json: { expires_in: 600 } }),
      }),
      example('a clock that Date shows to be off', {
        ...jwtResponse({ claims: { exp: now + 86_400 + 3600 } }),
        headers: [['Date', 'Tue, 22 Sep 2026 14:13:20 GMT']],
      }),
    ],
    violating: [
      example('a token that ends sooner', jwtResponse({ claims: { exp: now + 300 } })),
      example('a token that ends later', jwtResponse({ claims: { exp: now + 86_400 } })),
      example('a token issued earlier, with its whole lifetime', {
        ...jwtResponse({ claims: { iat: now - 3000, exp: now + 600 } }),
      }),
    ],
  },
};
