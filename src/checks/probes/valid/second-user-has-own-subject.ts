import { accessToken } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation } from '../../examples.js';
import { granted } from '../outcome.js';
import { claims } from '../token-facts.js';

const answer = (sub: string, jti: string) => jwtResponse({ claims: { sub, jti } });
const literal = { probe: 'valid/second-user', control: observation(answer('alice', '1')) };

export const secondUserHasOwnSubject: Check = {
  id: 'second-user-has-own-subject',
  title: 'A token belongs to the user that was named: two users get two subjects.',
  requirements: ['RFC6749-4.3.2-username-exact-user', 'JWT-sub-client-consistent'],
  on: { probes: ['valid/second-user'] },
  judge(subject) {
    const { observation, control } = subject;
    const judgement = granted(subject);
    if (judgement.kind !== 'pass') return judgement;
    if (!control) return inconclusive('the valid request was not sent for comparison');
    if (accessToken(observation) === accessToken(control))
      return notApplicable('both users got the same token: judged by the rule on unique tokens');
    const [second, first] = [claims(observation)?.sub, claims(control)?.sub];
    if (second === undefined || first === undefined)
      return inconclusive('the access token does not name its subject');
    return second === first
      ? violation('another subject than for the first user', 'the same subject (sub)')
      : pass;
  },
  examples: {
    conforming: [
      example('another subject', answer('bob', '2'), literal),
      example('a subject that differs in case', answer('Alice', '2'), literal),
    ],
    violating: [
      example('the same subject', answer('alice', '2'), literal),
      example('the second user is refused', oauthError('invalid_grant'), literal),
    ],
  },
};
