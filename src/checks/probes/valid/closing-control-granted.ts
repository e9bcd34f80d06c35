import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { controlFailed, tokenIssued } from '../outcome.js';

export const closingControlGranted: Check = {
  id: 'closing-control-granted',
  title: 'The valid request still works after everything that was tried.',
  requirements: ['OPS-stability-under-negative-load'],
  on: { probes: ['control'] },
  judge({ observation, control }) {
    if (tokenIssued(observation)) return pass;
    const blocked = shielded(observation);
    if (blocked !== undefined) return inconclusive(blocked);
    // Wrong credentials are no deviation: only a control that worked before can stop to work.
    return tokenIssued(control)
      ? violation('HTTP 200 with an access token, as before', whatCame(observation))
      : controlFailed;
  },
  examples: {
    conforming: [
      example('still granted', {}),
      example('granted now, though not before', {}, { control: observation(oauthError('invalid_grant')) }),
    ],
    violating: [
      example('the account is locked', oauthError('invalid_grant')),
      example('the server is exhausted', { status: 500, body: '' }),
      example('the server hangs', unanswered()),
    ],
  },
};
