import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse, now } from '../example-jwt.js';
import { example } from '../examples.js';
import { clocks, isNumericDate } from '../jwt.js';

const toleratedLead = 60;
const toleratedAge = 300;

export const jwtValidAtOnce: Check = {
  id: 'jwt-valid-at-once',
  title: 'A JWT access token is valid at once: iat and nbf are not in the future',
  requirements: ['JWT-iat-nbf-sane'],
  on: { every: 'success' },
  judge: onJwt(({ claims: { iat, nbf } }, response, { observation }) => {
    const known = clocks(observation, response);
    const latest = Math.max(...known) + toleratedLead;
    const earliest = Math.min(...known) - toleratedAge;
    const stated = Object.entries({ iat, nbf }).filter(([, value]) => isNumericDate(value));
    if (stated.length === 0) return notApplicable('the token has neither iat nor nbf');
    for (const [name, value] of stated) {
      const offset = Math.round(Number(value) - observation.startedAt / 1000);
      if (Number(value) > latest)
        return violation(`${name} at most ${toleratedLead} s ahead`, `${name} is ${offset} s ahead`);
      if (name === 'iat' && Number(value) < earliest)
        return violation(`iat at most ${toleratedAge} s ago`, `iat is ${-offset} s ago`);
    }
    return pass;
  }),
  examples: {
    conforming: [
      example('a clock one minute ahead', jwtResponse({ claims: { iat: now + 60, nbf: now + 60 } })),
      example('nbf long ago', jwtResponse({ claims: { nbf: now - 86_400 } })),
    ],
    violating: [
      example('nbf five minutes ahead', jwtResponse({ claims: { nbf: now + 300 } })),
      example('iat in the future', jwtResponse({ claims: { iat: now + 120 } })),
      example('iat ten minutes ago', jwtResponse({ claims: { iat: now - 600 } })),
    ],
  },
};
