import { type Check, inconclusive, pass } from '../../check.js';
import { example, oauthError, unanswered } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';

const literal = { probe: 'unusual-header/Realm' };

export const unusualHeaderHarmless: Check = {
  id: 'unusual-header-harmless',
  title: 'A header with an unusual value does no harm.',
  requirements: ['CONTRACT-header-malformed'],
  on: { probes: ['unusual-header/*'] },
  judge({ observation }) {
    const blocked = shielded(observation);
    return blocked === undefined ? (crashed(observation) ?? pass) : inconclusive(blocked);
  },
  examples: {
    conforming: [
      example('accepted', {}, literal),
      example('refused', oauthError('invalid_request'), literal),
    ],
    violating: [
      example('a crash', oauthError('server_error', 500), literal),
      example('no answer', unanswered(), literal),
    ],
  },
};
