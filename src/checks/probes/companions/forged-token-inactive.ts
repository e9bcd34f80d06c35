import { member } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { introspected } from './answered.js';

const literal = { probe: 'introspection/unsigned' };

export const forgedTokenInactive: Check = {
  id: 'forged-token-inactive',
  title: 'A JWT that is unsigned, or changed under its old signature, is not active.',
  requirements: ['RFC7662-4-alg-none-inactive'],
  on: { probes: ['introspection/unsigned', 'introspection/tampered'] },
  judge: (subject) =>
    introspected(subject, (response) =>
      [true, 'true'].includes(member(response, 'active') as boolean | string)
        ? violation('active false', 'active true')
        : pass,
    ),
  examples: {
    conforming: [
      example('inactive', { json: { active: false } }, literal),
      example('refused: judged with an unknown token', oauthError('invalid_request'), literal),
    ],
    violating: [
      example('unsigned, and active', { json: { active: true } }, literal),
      example('changed, and active', { json: { active: true } }, { probe: 'introspection/tampered' }),
    ],
  },
};
