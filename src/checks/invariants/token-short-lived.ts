import { stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

const secondsPerHour = 3600;
/** More is not a lifetime: the check expires-in-plausible says so. */
const secondsPerYear = 365 * 24 * secondsPerHour;

export const tokenShortLived: Check = {
  id: 'token-short-lived',
  title: 'Bearer tokens live for one hour or less',
  requirements: ['RFC6750-5.3-short-lived'],
  on: { every: 'success' },
  judge: onGrant(({ expires_in: lifetime }, response) => {
    if (stringMember(response, 'token_type')?.toLowerCase() !== 'bearer')
      return notApplicable('the token type is not Bearer');
    if (typeof lifetime !== 'number' || lifetime > secondsPerYear)
      return notApplicable('expires_in is no number of seconds');
    return lifetime <= secondsPerHour
      ? pass
      : violation('expires_in of at most 3600 seconds', `expires_in is ${lifetime}`);
  }),
  examples: {
    conforming: [example('one hour exactly', { json: { ...tokenResponse, expires_in: 3600 } })],
    violating: [
      example('one day', { json: { ...tokenResponse, expires_in: 86_400 } }),
      example('one hour in milliseconds', { json: { ...tokenResponse, expires_in: 3_600_000 } }),
    ],
  },
};
