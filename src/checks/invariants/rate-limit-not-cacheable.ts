import { onResponse } from '../answered.js';
import { forbidsStorage, invitationsToStore } from '../cache-headers.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example } from '../examples.js';

export const rateLimitNotCacheable: Check = {
  id: 'rate-limit-not-cacheable',
  title: 'A 429 response is not marked as cacheable',
  requirements: ['RFC6585-4-429-not-cacheable'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    if (response.status !== 429) return notApplicable('not a 429 response');
    const found = forbidsStorage(response) ? [] : invitationsToStore(response);
    return found.length === 0 ? pass : violation('no-store, or no explicit freshness', found.join(', '));
  }),
  examples: {
    conforming: [
      example('nothing about caches', { status: 429, headers: [['Retry-After', '60']] }),
      example('freshness of another response', { headers: [['Cache-Control', 'max-age=60']] }),
    ],
    violating: [
      example('one minute of freshness', { status: 429, headers: [['Cache-Control', 'max-age=60']] }),
    ],
  },
};
