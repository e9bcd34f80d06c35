import { stringMember } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { isRejected, whatCame } from '../../predicates.js';
import { answered } from './answered.js';

const literal = { probe: 'revocation/wrong-secret', grant: 'refresh_token' };
const byNobody = { ...literal, probe: 'revocation/without-client-authentication' };

export const revocationNeedsClientAuthentication: Check = {
  id: 'revocation-needs-client-authentication',
  title: 'Revocation without the right client credentials is refused with invalid_client.',
  requirements: ['RFC7009-2.1-client-auth'],
  on: { probes: ['revocation/without-client-authentication', 'revocation/wrong-secret'] },
  judge: (subject) =>
    answered(subject, (response) => {
      const error = stringMember(response, 'error');
      if (isRejected(response) && error === undefined)
        return notApplicable('the refusal has no error code: judged by the rule on error bodies');
      // Who names no client at all leaves out a parameter, too (RFC 6749 section 5.2).
      const codes =
        subject.probe === byNobody.probe ? ['invalid_client', 'invalid_request'] : ['invalid_client'];
      return isRejected(response) && codes.includes(error ?? '')
        ? pass
        : violation('a refusal with error invalid_client', whatCame(subject.observation));
    }),
  examples: {
    conforming: [
      example('invalid_client', oauthError('invalid_client', 401), literal),
      example('by nobody: a parameter is missing', oauthError('invalid_request'), byNobody),
      example('refused without a code: another rule', { status: 401, body: '' }, literal),
    ],
    violating: [
      example('open', { status: 200, body: '' }, byNobody),
      example('any secret will do', { status: 200, body: '' }, literal),
      example('a code that says something else', oauthError('invalid_request'), literal),
    ],
  },
};
