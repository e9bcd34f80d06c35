import { stringMember } from '../../../http/answer.js';
import { type Check, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';

const literal = { probe: 'grant-type/undocumented/client-credentials' };

export const undocumentedGrantDisabled: Check = {
  id: 'undocumented-grant-disabled',
  title: 'A grant that the document does not offer is refused.',
  requirements: ['CONTRACT-undocumented-grants-disabled'],
  on: { probes: ['grant-type/undocumented/*'] },
  judge(subject) {
    const { observation } = subject;
    const judgement = refusedWithCode(subject, { codes: ['unsupported_grant_type', 'unauthorized_client'] });
    if (judgement.kind !== 'violation' || tokenIssued(observation)) return judgement;
    const error = observation.response && stringMember(observation.response, 'error');
    // The grant is processed, so it seems to be enabled: a gap of the document, not a hole.
    return error === undefined
      ? judgement
      : violation(judgement.expected, whatCame(observation), { severity: 'info' });
  },
  examples: {
    conforming: [
      example('unsupported', oauthError('unsupported_grant_type'), literal),
      example('not for this client', oauthError('unauthorized_client', 401), literal),
    ],
    violating: [
      example('a token', {}, literal),
      example('enabled, it seems', oauthError('invalid_grant'), literal, 'info'),
    ],
  },
};
