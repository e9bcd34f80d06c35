import { stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, unanswered } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';

const literal = { probe: 'concurrent/refresh', grant: 'refresh_token' };

export const concurrentRefreshAnswered: Check = {
  id: 'concurrent-refresh-answered',
  title:
    'Refreshes at the same moment are granted or refused with invalid_grant, and never crash the server.',
  requirements: ['OAUTH-concurrent-refresh-no-5xx'],
  on: { probes: ['concurrent/refresh'] },
  judge({ observation: given }) {
    const { response } = given;
    if (tokenIssued(given) || response?.status === 429) return pass;
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    return response && response.status < 500 && stringMember(response, 'error') === 'invalid_grant'
      ? pass
      : violation('a grant, invalid_grant or HTTP 429', whatCame(given));
  },
  examples: {
    conforming: [
      example('granted', {}, literal),
      example('refused', oauthError('invalid_grant'), literal),
      example('too many at once', { status: 429, body: '' }, literal),
    ],
    violating: [
      example('a crash', { status: 500, body: '' }, literal),
      example('a deadlock', unanswered('timeout'), literal),
      example('a conflict of the database', { status: 409, json: { error: 'conflict' } }, literal),
    ],
  },
};
