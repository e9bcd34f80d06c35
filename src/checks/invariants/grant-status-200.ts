import { onResponse } from '../answered.js';
import type { Check } from '../check.js';
import { pass, violation } from '../check.js';
import { example } from '../examples.js';

export const grantStatus200: Check = {
  id: 'grant-status-200',
  title: 'A granted token request is answered with HTTP 200',
  requirements: ['RFC6749-5.1-status-200'],
  on: { every: 'success' },
  judge: onResponse(({ status }) =>
    status === 200 ? pass : violation('HTTP 200 with the token', `HTTP ${status} with a token`),
  ),
  examples: {
    conforming: [example('200', {})],
    violating: [
      example('201, the default of frameworks for POST', { status: 201 }),
      example('a redirect with a token', { status: 302 }),
    ],
  },
};
