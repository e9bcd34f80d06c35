import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { isRejected, whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';
import { answered } from './answered.js';

const after = 'refresh/after-foreign-revocation';
const survived = {
  probe: 'revocation/other-client',
  grant: 'refresh_token',
  peers: { [after]: observation() },
};
const ended = { ...survived, peers: { [after]: observation(oauthError('invalid_grant')) } };

export const revocationBoundToClient: Check = {
  id: 'revocation-bound-to-client',
  title: 'A client cannot revoke the token of another one; it is told so.',
  requirements: ['RFC7009-2.1-bound-to-client'],
  on: { probes: ['revocation/other-client'] },
  judge: (subject) =>
    answered(subject, (response) => {
      if (isRejected(response)) return pass;
      const expected = 'a refusal, and a token that stays valid';
      const came = whatCame(subject.observation);
      if (response.status !== 200) return violation(expected, came);
      const refresh = subject.peer(after);
      if (!refresh?.response) return inconclusive('it is not known whether the token was revoked');
      return tokenIssued(refresh)
        ? violation(expected, 'HTTP 200 without effect', { severity: 'info' })
        : violation(expected, 'HTTP 200, and the token is revoked');
    }),
  examples: {
    conforming: [
      example('invalid_grant', oauthError('invalid_grant'), survived),
      example('unauthorized_client', oauthError('unauthorized_client'), survived),
      example('refused, if not in effect: another rule', oauthError('invalid_grant'), ended),
    ],
    violating: [
      example('revoked', { status: 200, body: '' }, ended),
      example('without effect', { status: 200, body: '' }, survived, 'info'),
    ],
  },
};
