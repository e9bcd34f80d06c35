import { mediaType } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

export const grantMediaType: Check = {
  id: 'grant-media-type',
  title: 'A token response has the media type application/json',
  requirements: ['RFC6749-5.1-media-type-json'],
  on: { every: 'success' },
  judge: onResponse((response) => {
    const type = mediaType(response);
    if (type === 'application/json') return pass;
    return violation(
      'Content-Type application/json',
      type === undefined ? 'Content-Type is absent' : `Content-Type is ${quoted(type)}`,
    );
  }),
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
