import { jsonObject } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';
import { isGrant } from '../predicates.js';

export const grantOrError: Check = {
  id: 'grant-or-error',
  title: 'A response is either a grant or an error',
  requirements: ['RFC6749-5.1-success-not-mixed'],
  on: { every: 'any-json' },
  judge: onResponse((response) => {
    const members = jsonObject(response);
    // A token beside an error status is one defect, of the check error-without-token.
    if (!members || !isGrant(response)) return notApplicable('not a grant');
    return Object.hasOwn(members, 'error') && members.error !== null
      ? violation('a token or an error', 'a token and an error in one response')
      : pass;
  }),
  examples: {
    conforming: [
      example('a member that only looks like an error', {
        json: { ...tokenResponse, errors: [], warning: 'x' },
      }),
    ],
    violating: [
      example('a partial failure', { json: { ...tokenResponse, error: 'user profile unavailable' } }),
    ],
  },
};
