import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

const secondsPerYear = 365 * 24 * 3600;

export const expiresInPlausible: Check = {
  id: 'expires-in-plausible',
  title: 'expires_in is a plausible number of seconds',
  requirements: ['RFC6749-5.1-expires-in-plausible'],
  on: { every: 'success' },
  judge: onGrant(({ expires_in: lifetime }) => {
    if (typeof lifetime !== 'number' || lifetime < 0) return notApplicable('expires_in is not a number');
    return lifetime > 0 && lifetime <= secondsPerYear
      ? pass
      : violation('expires_in above 0 and at most one year, in seconds', `expires_in is ${lifetime}`);
  }),
  examples: {
    conforming: [example('one year', { json: { ...tokenResponse, expires_in: secondsPerYear } })],
    violating: [
      example('a point in time', { json: { ...tokenResponse, expires_in: 1_767_225_600 } }),
      example('a day in milliseconds', { json: { ...tokenResponse, expires_in: 86_400_000 } }),
      example('zero', { json: { ...tokenResponse, expires_in: 0 } }),
    ],
  },
};
