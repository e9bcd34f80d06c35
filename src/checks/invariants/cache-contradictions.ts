import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { forbidsStorage, invitationsToStore } from '../cache-headers.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example } from '../examples.js';

const date: readonly [string, string] = ['Date', 'Mon, 21 Sep 2026 14:13:20 GMT'];

export const cacheContradictions: Check = {
  id: 'cache-contradictions',
  title: 'No header of a token response contradicts no-store',
  requirements: ['RFC9111-no-contradictory-cache-headers'],
  on: { every: 'success' },
  judge: onResponse((response) => {
    if (!forbidsStorage(response)) return notApplicable('there is no no-store to contradict');
    const found = invitationsToStore(response);
    if (Number(header(response, 'Age') ?? 0) > 0) found.push('Age above 0');
    if (found.length > 0) return violation('no-store only', found.join(', '));
    return header(response, 'ETag') === undefined
      ? pass
      : violation('no validator for what must not be stored', 'ETag', { severity: 'info' });
  }),
  examples: {
    conforming: [
      example('freshness of zero', { headers: [['Cache-Control', 'no-store, no-cache, max-age=0']] }),
      example('already expired', {
        headers: [['Cache-Control', 'no-store'], date, ['Expires', 'Thu, 01 Jan 1970 00:00:00 GMT']],
      }),
      example('an Expires that is no date', {
        headers: [
          ['Cache-Control', 'no-store'],
          ['Expires', '0'],
        ],
      }),
    ],
    violating: [
      example('public', { headers: [['Cache-Control', 'public, no-store']] }),
      example('freshness', { headers: [['Cache-Control', 'no-store, max-age="300"']] }),
      example('a later Expires', {
        headers: [['Cache-Control', 'no-store'], date, ['Expires', 'Mon, 21 Sep 2026 15:13:20 GMT']],
      }),
      example('freshness for caches in front of the server', { more: [['CDN-Cache-Control', 'max-age=60']] }),
      example('served from a cache', { more: [['Age', '12']] }),
      example('an ETag of the framework', { more: [['ETag', 'W/"1f-abc"']] }, {}, 'info'),
    ],
  },
};
