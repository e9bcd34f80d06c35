import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';
import { noCrash, shielded, whatCame } from '../../predicates.js';
import { controlFailed, tokenIssued } from '../outcome.js';

const literal = { probe: 'wire/expect-continue' };
const asked = (answer = {}): Observation => ({ ...observation(answer), interim: [100] });

export const expectContinueAnswered: Check = {
  id: 'expect-continue-answered',
  title: 'Expect: 100-continue is answered with 100 or a final status, and the request completes.',
  requirements: ['RFC9110-10.1.1-expect-continue'],
  on: { probes: ['wire/expect-continue'] },
  judge({ observation: given, control }) {
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    if (tokenIssued(given))
      return given.interim?.includes(100)
        ? pass
        : violation('HTTP 100, for which the client waits', 'a token, but no 100 within a second', {
            severity: 'info',
          });
    if (given.response?.status === 417) return pass;
    if (control !== undefined && !tokenIssued(control)) return controlFailed;
    const crash = noCrash(given);
    if (crash.kind === 'violation') return crash;
    return violation('HTTP 200 with an access token, or HTTP 417', whatCame(given));
  },
  examples: {
    conforming: [
      example('100, then a token', asked(), literal),
      example('the expectation refused', { status: 417, headers: [], body: '' }, literal),
    ],
    violating: [
      example('a hang', unanswered('timeout'), literal),
      example('refused for want of a body', oauthError('invalid_request'), literal),
      example('closed', unanswered('reset'), literal),
      example('a token without a 100', observation(), literal, 'info'),
    ],
  },
};
