import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, tokenResponse } from '../../examples.js';
import { granted } from '../outcome.js';
import { grantDifferences } from '../token-facts.js';

const literal = { probe: 'valid/unknown-parameter' };

export const unknownParameterIgnored: Check = {
  id: 'unknown-parameter-ignored',
  title: 'An unrecognised request parameter is ignored.',
  requirements: ['RFC6749-3.2-unrecognised-param-ignored'],
  on: { probes: ['valid/unknown-parameter'] },
  judge(subject) {
    const judgement = granted(subject);
    if (judgement.kind !== 'pass') return judgement;
    if (!subject.control) return inconclusive('the valid request was not sent for comparison');
    const differences = grantDifferences(subject.observation, subject.control, { claimNames: false });
    return differences.length === 0
      ? pass
      : violation('the same scope and lifetime as for the valid request', differences.join('; '));
  },
  examples: {
    conforming: [
      example('a token of the same lifetime', {}, literal),
      example(
        'a second passed and the token was reused',
        { json: { ...tokenResponse, expires_in: 3599 } },
        literal,
      ),
    ],
    violating: [
      example('strict validation', oauthError('invalid_request'), literal),
      example('the lifetime changes', { json: { ...tokenResponse, expires_in: 60 } }, literal),
    ],
  },
};
