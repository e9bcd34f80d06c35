import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, tokenResponse } from '../../examples.js';
import { refused, tokenIssued } from '../outcome.js';
import { grantDifferences } from '../token-facts.js';

const literal = { probe: 'query/pollution' };

export const queryDoesNotOverride: Check = {
  id: 'query-does-not-override',
  title: 'A parameter in the query does not override the one in the body.',
  requirements: ['ASVS5-15.3.7-query-body-pollution'],
  on: { probes: ['query/pollution'] },
  judge(subject) {
    const { observation, control } = subject;
    if (!tokenIssued(observation)) return refused(subject);
    if (!control) return inconclusive('the valid request was not sent for comparison');
    const differences = grantDifferences(observation, control, { claimNames: false });
    return differences.length === 0
      ? pass
      : violation('the outcome of the valid request, or a refusal', differences.join('; '));
  },
  examples: {
    conforming: [
      example('the query is ignored', {}, literal),
      example('a repeated parameter is refused', oauthError('invalid_request'), literal),
    ],
    violating: [example('the scope of the query', { json: { ...tokenResponse, scope: 'other' } }, literal)],
  },
};
