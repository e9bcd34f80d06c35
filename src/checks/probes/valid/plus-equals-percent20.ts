import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashed, tokenIssued } from '../outcome.js';
import { sibling } from '../sibling.js';

const literal = { probe: 'valid/special-user', steps: { plus: observation() } };

export const plusEqualsPercent20: Check = {
  id: 'plus-equals-percent20',
  title: 'In a form body + and %20 are the same: a space.',
  requirements: ['RFC6749-B-plus-equals-percent20'],
  on: { probes: ['valid/special-user'] },
  judge(subject) {
    const { observation } = subject;
    const other = sibling(subject, ['plus', 'percent-20']);
    if (!other) return inconclusive('only one encoding of the space was sent');
    const blocked = shielded(observation) ?? shielded(other);
    if (blocked !== undefined) return inconclusive(blocked);
    if (!tokenIssued(observation) && !tokenIssued(other))
      return notApplicable('neither encoding works: judged by the rule on reserved characters');
    if (tokenIssued(observation) && tokenIssued(other)) return pass;
    // The step that failed carries the finding.
    if (tokenIssued(observation)) return notApplicable('judged on the encoding that does not work');
    return (
      crashed(observation) ??
      violation('a token, as for the other encoding of the space', whatCame(observation))
    );
  },
  examples: {
    conforming: [
      example('both work', {}, literal),
      example('neither works', oauthError('invalid_grant'), {
        ...literal,
        steps: { plus: observation(oauthError('invalid_grant')) },
      }),
    ],
    violating: [example('only the other one works', oauthError('invalid_grant'), literal)],
  },
};
