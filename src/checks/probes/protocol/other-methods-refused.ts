import type { Check } from '../../check.js';
import { example } from '../../examples.js';
import { refusedMethod } from './refused-method.js';

const literal = { probe: 'method/put' };

export const otherMethodsRefused: Check = {
  id: 'other-methods-refused',
  title: 'PUT, PATCH and DELETE never bring a token.',
  requirements: ['RFC9110-9.1-other-methods'],
  on: { probes: ['method/put', 'method/patch', 'method/delete'] },
  judge: refusedMethod,
  examples: {
    conforming: [
      example('405', { status: 405, body: '' }, literal),
      example('not implemented', { status: 501, body: '' }, literal),
    ],
    violating: [
      example('a token', {}, literal),
      example('success without a token', { status: 204, body: '' }, literal, 'warn'),
    ],
  },
};
