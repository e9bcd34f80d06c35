import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { crashedInstead, tokenIssued } from '../outcome.js';

const literal = { grant: 'client_credentials', probe: 'assertion/replay' };

export const assertionReplayObserved: Check = {
  id: 'assertion-replay-observed',
  title: 'Whether a client assertion can be used more than once.',
  requirements: ['RFC7523-3-jti-replay'],
  on: { probes: ['assertion/replay'] },
  judge({ observation, step }) {
    const first = step('first');
    if (first === observation || !tokenIssued(observation)) return crashedInstead(observation) ?? pass;
    return violation('an assertion that is used once', `${whatCame(observation)} for its second use`);
  },
  examples: {
    conforming: [example('refused', oauthError('invalid_client', 401), literal)],
    violating: [example('a token', {}, literal)],
  },
};
