import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse, now } from '../example-jwt.js';
import { example } from '../examples.js';
import { isNumericDate } from '../jwt.js';

export const jwtNumericDates: Check = {
  id: 'jwt-numeric-dates',
  title: 'exp, nbf and iat of a JWT access token are seconds since the epoch',
  requirements: ['RFC7519-4.1-numericdate'],
  on: { every: 'success' },
  judge: onJwt(({ claims }) => {
    const wrong = ['exp', 'nbf', 'iat'].find(
      (name) => Object.hasOwn(claims, name) && !isNumericDate(claims[name]),
    );
    if (wrong === undefined) return pass;
    const value = claims[wrong];
    return violation(
      `${wrong}, a number of seconds`,
      typeof value === 'number' ? `${wrong} is ${value}` : `${wrong} is not a number`,
    );
  }),
  examples: {
    conforming: [
      example('a fraction, which NumericDate allows', jwtResponse({ claims: { exp: now + 0.5 } })),
      example('none of them', jwtResponse({ claims: { exp: undefined, iat: undefined } })),
    ],
    violating: [
      example('milliseconds', jwtResponse({ claims: { exp: now * 1000 } })),
      example('ISO 8601', jwtResponse({ claims: { iat: '2026-09-21T14:13:20Z' } })),
      example('a number as text', jwtResponse({ claims: { nbf: `${now}` } })),
    ],
  },
};
