import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { crashed, refused, tokenIssued } from '../outcome.js';
import { sibling } from '../sibling.js';
import { claims } from '../token-facts.js';

const literal = { probe: 'duplicate-header/Realm' };
const granted = observation();
const declined = observation(oauthError('invalid_request'));

export const duplicateHeaderDeterministic: Check = {
  id: 'duplicate-header-deterministic',
  title: 'A required header with two differing values is refused, or handled alike in both orders.',
  requirements: ['RFC9110-5.3-header-duplicate'],
  on: { probes: ['duplicate-header/*'] },
  judge(subject) {
    const { observation } = subject;
    if (!tokenIssued(observation)) return refused(subject);
    const reversed = sibling(subject, ['after', 'before']);
    if (!reversed) return inconclusive('the reverse order was not sent');
    const blocked = shielded(reversed);
    if (blocked !== undefined) return inconclusive(blocked);
    const crash = crashed(reversed);
    if (crash) return crash;
    const alike = tokenIssued(reversed) && claims(reversed)?.sub === claims(observation)?.sub;
    return alike
      ? pass
      : violation(
          'a refusal, or the same outcome in both orders',
          'a token in one order, not so in the other',
        );
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_request'), literal),
      example('the same in both orders', {}, { ...literal, steps: { before: granted } }),
    ],
    violating: [example('the order decides', {}, { ...literal, steps: { before: declined } })],
  },
};
