import { onResponse } from '../answered.js';
import type { Check } from '../check.js';
import { example } from '../examples.js';
import { labelledAsJson } from '../labelled-as-json.js';

export const grantMediaType: Check = {
  id: 'grant-media-type',
  title: 'A token response has the media type application/json',
  requirements: ['RFC6749-5.1-media-type-json'],
  on: { every: 'success' },
  judge: onResponse(labelledAsJson),
  examples: {
    conforming: [
      example('with a charset, as in the example of the RFC', {
        headers: [['content-type', 'application/json;charset=UTF-8']],
      }),
      example('in mixed case, spaced', { headers: [['Content-Type', 'Application/JSON ; charset=utf-8']] }),
    ],
    violating: [
      example('JSON labelled as HTML', { headers: [['Content-Type', 'text/html']] }),
      example('no Content-Type', { headers: [] }),
      example('a suffix type', { headers: [['Content-Type', 'application/token+json']] }),
    ],
  },
};
