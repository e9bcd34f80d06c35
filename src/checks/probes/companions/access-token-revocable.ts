import { stringMember } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { answered } from './answered.js';

const literal = { probe: 'revocation/access-token' };

export const accessTokenRevocable: Check = {
  id: 'access-token-revocable',
  title: 'The revocation of an access token is answered with 200, or refused as unsupported.',
  requirements: ['RFC7009-2-revoke-access-token'],
  on: { probes: ['revocation/access-token'] },
  judge: (subject) =>
    answered(subject, (response) => {
      const unsupported = stringMember(response, 'error') === 'unsupported_token_type';
      return response.status === 200 || (response.status === 400 && unsupported)
        ? pass
        : violation('HTTP 200', whatCame(subject.observation));
    }),
  examples: {
    conforming: [
      example('revoked', { status: 200, body: '' }, literal),
      example('unsupported', oauthError('unsupported_token_type'), literal),
    ],
    violating: [example('refused', oauthError('invalid_request'), literal)],
  },
};
