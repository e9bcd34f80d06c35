import { stringMember } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { answered } from './answered.js';

const literal = { probe: 'revocation/missing-token' };

export const revocationNeedsToken: Check = {
  id: 'revocation-needs-token',
  title: 'A revocation without a token is refused with 400 invalid_request.',
  requirements: ['RFC7009-2.1-missing-token-param'],
  on: { probes: ['revocation/missing-token'] },
  judge: (subject) =>
    answered(subject, (response) =>
      response.status === 400 && stringMember(response, 'error') === 'invalid_request'
        ? pass
        : violation('HTTP 400 invalid_request', whatCame(subject.observation), {
            ...(response.status === 200 ? { severity: 'warn' } : {}),
          }),
    ),
  examples: {
    conforming: [
      example('invalid_request', oauthError('invalid_request'), literal),
      example(
        'with a description',
        oauthError('invalid_request', 400, { error_description: 'token' }),
        literal,
      ),
    ],
    violating: [
      example('without effect', { status: 200, body: '' }, literal, 'warn'),
      example('another code', oauthError('invalid_grant'), literal),
      example('no code', { status: 400, body: '' }, literal),
      example('a crash', { status: 500, body: '' }, literal),
    ],
  },
};
