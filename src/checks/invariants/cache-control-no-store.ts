import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { forbidsStorage } from '../cache-headers.js';
import { type Check, pass, violation } from '../check.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

export const cacheControlNoStore: Check = {
  id: 'cache-control-no-store',
  title: 'A response with tokens carries Cache-Control: no-store',
  requirements: ['RFC6749-5.1-cache-control-no-store'],
  on: { every: 'success' },
  judge: onResponse((response) => {
    if (forbidsStorage(response)) return pass;
    const value = header(response, 'Cache-Control');
    return violation(
      'Cache-Control with the directive no-store',
      value === undefined ? 'Cache-Control is absent' : `Cache-Control is ${quoted(value)}`,
    );
  }),
  examples: {
    conforming: [
      example('among other directives, in capitals', { headers: [['cache-control', 'No-Store, private']] }),
      example('on a second line', {
        headers: [
          ['Cache-Control', 'max-age=0'],
          ['Cache-Control', 'no-store'],
        ],
      }),
    ],
    violating: [
      example('absent', { headers: [] }),
      example('the default of a framework', { headers: [['Cache-Control', 'no-cache, private']] }),
      example('a directive that only sounds alike', { headers: [['Cache-Control', 'x-no-store']] }),
    ],
  },
};
