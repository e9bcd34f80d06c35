import type { Check } from '../../check.js';
import { example } from '../../examples.js';
import { refusedMethod } from './refused-method.js';

const literal = { probe: 'method/get' };

export const getNotAccepted: Check = {
  id: 'get-not-accepted',
  title: 'A GET with the parameters in the query brings no token.',
  requirements: ['RFC6749-3.2-get-not-accepted'],
  on: { probes: ['method/get'] },
  judge: refusedMethod,
  examples: {
    conforming: [
      example('405', { status: 405, body: '' }, literal),
      example('there is nothing for GET', { status: 404, body: '<h1>Not found</h1>' }, literal),
    ],
    violating: [
      example('a token', {}, literal),
      example('an information page', { body: '<h1>Token endpoint</h1>' }, literal, 'warn'),
    ],
  },
};
