import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

const secondsPerDay = 24 * 3600;
const secondsPerYear = 365 * secondsPerDay;

/** Whole minutes in milliseconds, from ten minutes on, that are no whole number of days in seconds: 3600000, but not 2592000. */
const isLikelyMilliseconds = (lifetime: number): boolean =>
  lifetime >= 600_000 && lifetime % 60_000 === 0 && lifetime % secondsPerDay !== 0;

export const expiresInPlausible: Check = {
  id: 'expires-in-plausible',
  title: 'expires_in is a plausible number of seconds',
  requirements: ['RFC6749-5.1-expires-in-plausible'],
  on: { every: 'success' },
  judge: onGrant(({ expires_in: lifetime }) => {
    if (typeof lifetime !== 'number' || lifetime < 0) return notApplicable('expires_in is not a number');
    if (isLikelyMilliseconds(lifetime))
      return violation('expires_in in seconds', `expires_in is ${lifetime}, which looks like milliseconds`);
    return lifetime > 0 && lifetime <= secondsPerYear
      ? pass
      : violation('expires_in above 0 and at most one year, in seconds', `expires_in is ${lifetime}`);
  }),
  examples: {
    conforming: [
      example('one year', { json: { ...tokenResponse, expires_in: secondsPerYear } }),
      example('thirty days', { json: { ...tokenResponse, expires_in: 30 * secondsPerDay } }),
    ],
    violating: [
      example('a point in time', { json: { ...tokenResponse, expires_in: 1_767_225_600 } }),
      example('a day in milliseconds', { json: { ...tokenResponse, expires_in: 86_400_000 } }),
      example('an hour in milliseconds', { json: { ...tokenResponse, expires_in: 3_600_000 } }),
      example('zero', { json: { ...tokenResponse, expires_in: 0 } }),
    ],
  },
};
