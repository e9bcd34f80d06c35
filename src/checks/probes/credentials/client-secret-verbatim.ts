import type { Check } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { refused } from '../outcome.js';

const literal = { probe: 'credentials/client_secret/case' };
const padded = { probe: 'credentials/client_secret/padded-leading' };

export const clientSecretVerbatim: Check = {
  id: 'client-secret-verbatim',
  title: 'The client secret is compared exactly as received.',
  requirements: ['OAUTH-secret-verbatim'],
  on: {
    probes: [
      'credentials/client_secret/case',
      'credentials/client_secret/truncated',
      'credentials/client_secret/extended',
      'credentials/client_secret/padded-leading',
      'credentials/client_secret/padded-trailing',
      'credentials/client_secret/null-byte',
      'credentials/client_secret/pattern',
    ],
  },
  judge(subject) {
    return refused(subject, subject.probe.includes('/padded-') ? { severity: 'warn' } : {});
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_client'), literal),
      example('refused with 401', oauthError('invalid_client', 401), padded),
    ],
    violating: [
      example('a collation ignores the case', {}, literal),
      example('surrounding blanks are trimmed', {}, padded, 'warn'),
    ],
  },
};
