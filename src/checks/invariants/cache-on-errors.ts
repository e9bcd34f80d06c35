import { onResponse } from '../answered.js';
import { forbidsStorage, invitationsToStore } from '../cache-headers.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';

const refusal = oauthError('invalid_grant');

export const cacheOnErrors: Check = {
  id: 'cache-on-errors',
  title: 'Error responses are not offered to caches',
  requirements: ['RFC6749-5.2-cache-control-on-errors'],
  on: { every: 'error' },
  judge: onResponse((response) => {
    if (response.body.length === 0) return notApplicable('the response has no body');
    if (forbidsStorage(response)) return pass;
    // Without explicit freshness the answer to a POST is not stored (RFC 9110 section 9.3.3).
    const found = invitationsToStore(response);
    return found.length === 0 ? pass : violation('no-store, or nothing about caches', found.join(', '));
  }),
  examples: {
    conforming: [
      example('no Cache-Control: the RFC demands it of responses with tokens', { ...refusal, headers: [] }),
      example('no-store beside freshness', {
        ...refusal,
        headers: [['Cache-Control', 'no-store, max-age=60']],
      }),
    ],
    violating: [
      example('five minutes of freshness', { ...refusal, headers: [['Cache-Control', 'max-age=300']] }),
      example('public', { ...refusal, headers: [['Cache-Control', 'public']] }),
    ],
  },
};
