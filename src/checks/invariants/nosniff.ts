import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

export const nosniff: Check = {
  id: 'nosniff',
  title: 'Responses carry X-Content-Type-Options: nosniff',
  requirements: ['ASVS5-3.4.4-nosniff'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    const value = header(response, 'X-Content-Type-Options');
    if (value?.trim().toLowerCase() === 'nosniff') return pass;
    return violation(
      'X-Content-Type-Options: nosniff',
      value === undefined ? 'X-Content-Type-Options is absent' : `X-Content-Type-Options is ${quoted(value)}`,
    );
  }),
  examples: {
    conforming: [example('capitals', { more: [['x-content-type-options', 'NoSniff']] })],
    violating: [
      example('absent', {}),
      example('another value', { more: [['X-Content-Type-Options', 'none']] }),
    ],
  },
};
