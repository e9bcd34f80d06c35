import { stringMember } from '../../../http/answer.js';
import { type Check, type Subject, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';

/** "Request and response parameters MUST NOT be included more than once" (RFC 6749 section 3.2). */
function judge(subject: Subject) {
  const { observation } = subject;
  const judgement = refusedWithCode(subject, { codes: ['invalid_request'] });
  if (judgement.kind !== 'violation' || tokenIssued(observation)) return judgement;
  const error = observation.response && stringMember(observation.response, 'error');
  return error === undefined
    ? judgement
    : violation(judgement.expected, whatCame(observation), { severity: 'warn' });
}

const names = ['grant_type', 'username', 'password', 'client_id', 'client_secret', 'scope', 'refresh_token'];

export const duplicateDifferingParameter: readonly Check[] = names.map((name) => {
  const words = name.replace('_', '-');
  const probe = `duplicate-differing/${name}`;
  return {
    id: `duplicate-${words}-differing-refused`,
    title: `${name} with two differing values is refused with invalid_request.`,
    requirements: [`RFC6749-3.2-duplicate-${words}-differing`],
    on: { probes: [probe] },
    judge,
    examples: {
      conforming: [
        example('invalid_request', oauthError('invalid_request'), { probe }),
        example('another status is judged elsewhere', oauthError('invalid_request', 422), { probe }),
      ],
      violating: [
        example('a token: the first or the last value wins', {}, { probe }),
        example('another error: the values were joined', oauthError('invalid_grant'), { probe }, 'warn'),
      ],
    },
  };
});
