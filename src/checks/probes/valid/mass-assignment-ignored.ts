import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, tokenResponse } from '../../examples.js';
import { granted } from '../outcome.js';
import { grantDifferences } from '../token-facts.js';

const literal = { probe: 'valid/mass-assignment' };

export const massAssignmentIgnored: Check = {
  id: 'mass-assignment-ignored',
  title: 'Extra parameters that name properties of the token do not influence it.',
  requirements: ['ASVS5-mass-assignment'],
  on: { probes: ['valid/mass-assignment'] },
  judge(subject) {
    const { observation, control } = subject;
    const judgement = granted(subject);
    if (judgement.kind !== 'pass') return judgement;
    if (!control) return inconclusive('the valid request was not sent for comparison');
    const differences = grantDifferences(observation, control, { claimNames: true });
    return differences.length === 0
      ? pass
      : violation('the same token properties as for the valid request', differences.join('; '));
  },
  examples: {
    conforming: [
      example('the same token properties', {}, literal),
      example(
        'a further member of the response',
        { json: { ...tokenResponse, notice: 'unknown parameters' } },
        literal,
      ),
    ],
    violating: [
      example('the lifetime of the caller', { json: { ...tokenResponse, expires_in: 999_999_999 } }, literal),
      example('a scope of the caller', { json: { ...tokenResponse, scope: 'admin' } }, literal),
      example('refused: the parameters are not ignored', oauthError('invalid_request'), literal),
    ],
  },
};
