import { member } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { answered } from './answered.js';

const literal = { probe: 'introspection/other-client' };

export const introspectionByOtherClient: Check = {
  id: 'introspection-by-other-client',
  title: 'A client learns nothing about the token of another one.',
  requirements: ['RFC7662-4-foreign-client'],
  on: { probes: ['introspection/other-client'] },
  judge: (subject) =>
    answered(subject, (response) =>
      [true, 'true'].includes(member(response, 'active') as boolean | string)
        ? violation('active false, or a refusal', 'active true; it may be registered as a resource server')
        : pass,
    ),
  examples: {
    conforming: [
      example('inactive', { json: { active: false } }, literal),
      example('refused', oauthError('access_denied', 403), literal),
    ],
    violating: [
      example('active', { json: { active: true, sub: 'alice' } }, literal),
      example('active as text', { json: { active: 'true' } }, literal),
    ],
  },
};
