import type { Check } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { refused } from '../outcome.js';

const literal = { probe: 'credentials/password/case' };
const padded = { probe: 'credentials/password/padded-trailing' };

export const passwordVerbatim: Check = {
  id: 'password-verbatim',
  title: 'The password is verified exactly as received: no trimming, case folding or truncation.',
  requirements: ['ASVS5-6.2.8-password-verbatim'],
  on: {
    probes: [
      'credentials/password/case',
      'credentials/password/truncated',
      'credentials/password/extended',
      'credentials/password/padded-leading',
      'credentials/password/padded-trailing',
      'credentials/password/padded-tab',
      'credentials/password/null-byte',
      'credentials/password/pattern',
      'credentials/password/full-width',
      'credentials/password/unaccented',
      'credentials/password/question-marked',
    ],
  },
  judge(subject) {
    return refused(subject, subject.probe.includes('/padded-') ? { severity: 'warn' } : {});
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_grant'), literal),
      example('refused as malformed', oauthError('invalid_request'), padded),
    ],
    violating: [
      example('the case is ignored', {}, literal),
      example('surrounding blanks are trimmed', {}, padded, 'warn'),
    ],
  },
};
