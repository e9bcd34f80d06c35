import { type Check, inconclusive, notApplicable } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { granted, tokenIssued } from '../outcome.js';

const attempted = { 'refresh/other-client': observation(oauthError('invalid_grant')) };
const literal = { probe: 'refresh/after-other-client', grant: 'refresh_token', peers: attempted };

/** The attempt that a refresh comes after, by its probe. */
const attempts: Readonly<Record<string, string>> = {
  'refresh/after-other-client': 'refresh/other-client',
  'refresh/after-replay-by-other-client': 'refresh/replay-by-other-client',
};

export const foreignAttemptDoesNotRevoke: Check = {
  id: 'foreign-attempt-does-not-revoke',
  title: 'The attempt of another client leaves the refresh token of its owner valid.',
  requirements: ['OAUTH-foreign-attempt-does-not-revoke'],
  on: { probes: Object.keys(attempts) },
  judge(subject) {
    const attempt = subject.peer(attempts[subject.probe] ?? '');
    if (!attempt) return inconclusive('no other client has tried the refresh token');
    return tokenIssued(attempt)
      ? notApplicable('the other client was not refused: judged by a rule of its own')
      : granted(subject);
  },
  examples: {
    conforming: [
      example('still valid', {}, literal),
      example('the other client was not refused', oauthError('invalid_grant'), {
        ...literal,
        peers: { 'refresh/other-client': observation() },
      }),
    ],
    violating: [example('revoked, as after a theft', oauthError('invalid_grant'), literal, 'info')],
  },
};
