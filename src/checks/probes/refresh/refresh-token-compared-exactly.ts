import type { Check } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';

const literal = { probe: 'refresh/exact/case', grant: 'refresh_token' };

export const refreshTokenComparedExactly: Check = {
  id: 'refresh-token-compared-exactly',
  title: 'A refresh token is compared exactly.',
  requirements: ['OAUTH-refresh-token-exact'],
  on: { probes: ['refresh/exact/*'] },
  judge(subject) {
    const judgement = refusedWithCode(subject, { codes: ['invalid_grant', 'invalid_request'] });
    const trimmed = subject.probe.includes('/padded') && tokenIssued(subject.observation);
    return trimmed && judgement.kind === 'violation' ? { ...judgement, severity: 'info' } : judgement;
  },
  examples: {
    conforming: [
      example('invalid_grant', oauthError('invalid_grant'), literal),
      example('malformed', oauthError('invalid_request'), { ...literal, probe: 'refresh/exact/padded' }),
    ],
    violating: [
      example('the case is ignored', {}, literal),
      example('blanks are trimmed', {}, { ...literal, probe: 'refresh/exact/padded' }, 'info'),
      example('a code that says something else', oauthError('invalid_client'), literal),
    ],
  },
};
