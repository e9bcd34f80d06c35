import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { answered } from './answered.js';

const literal = { probe: 'introspection/get' };

export const introspectionByGet: Check = {
  id: 'introspection-by-get',
  title: 'Introspection by GET, with the token in the URL, is not served.',
  requirements: ['RFC7662-2.1-post'],
  on: { probes: ['introspection/get'] },
  judge: (subject) =>
    answered(subject, ({ status }) =>
      status >= 200 && status < 300 ? violation('a refusal (HTTP 405)', whatCame(subject.observation)) : pass,
    ),
  examples: {
    conforming: [
      example('method not allowed', { status: 405, body: '' }, literal),
      example('a malformed request', oauthError('invalid_request'), literal),
    ],
    violating: [
      example('served', { json: { active: true } }, literal),
      example('served, and of no use', { json: { active: false } }, literal),
    ],
  },
};
