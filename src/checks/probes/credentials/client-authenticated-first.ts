import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashedInstead, tokenIssued } from '../outcome.js';
import { answerDifferences } from './answer-parity.js';

const reference = oauthError('invalid_client', 401, { error_description: 'The client is not known.' });
const literal = {
  probe: 'credentials/client-first',
  peers: { 'credentials/client_secret/wrong': observation(reference) },
};

export const clientAuthenticatedFirst: Check = {
  id: 'client-authenticated-first',
  title: 'A wrong client secret is answered alike, whatever else is wrong with the request.',
  requirements: ['RFC6749-10.2-client-auth-before-grant'],
  on: { probes: ['credentials/client-first'] },
  judge({ observation: given, peer }) {
    const other = peer('credentials/client_secret/wrong');
    if (!other) return inconclusive('a wrong client secret alone was not tried for comparison');
    const blocked = shielded(given) ?? shielded(other);
    if (blocked !== undefined) return inconclusive(blocked);
    if (tokenIssued(other))
      return notApplicable('a wrong client secret alone is not refused: judged by a rule of its own');
    const expected = 'the same answer as for a wrong client secret alone';
    if (tokenIssued(given)) return violation(expected, whatCame(given));
    const crash = crashedInstead(given) ?? crashedInstead(other);
    if (crash) return crash;
    const differences = answerDifferences(given, other);
    return differences.length === 0 ? pass : violation(expected, differences.join('; '));
  },
  examples: {
    conforming: [
      example('the same answer', reference, literal),
      example('a wrong client secret is accepted: another rule', oauthError('invalid_grant'), {
        ...literal,
        peers: { 'credentials/client_secret/wrong': observation() },
      }),
    ],
    violating: [
      example('the password was looked at', oauthError('invalid_grant'), literal),
      example(
        'the description tells',
        oauthError('invalid_client', 401, { error_description: 'The client and the user are not known.' }),
        literal,
      ),
      example('a token', {}, literal),
    ],
  },
};
