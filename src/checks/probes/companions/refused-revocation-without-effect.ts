import { type Check, inconclusive, notApplicable } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { isRejected } from '../../predicates.js';
import { granted } from '../outcome.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probe: string;
  /** The revocations before it, all of which must have been refused. */
  readonly attempts: readonly [string, ...string[]];
}

const rows: readonly Row[] = [
  {
    id: 'unauthenticated-revocation-without-effect',
    title: 'A refresh token survives revocations by callers that did not authenticate.',
    requirement: 'RFC7009-2.1-client-auth',
    probe: 'refresh/after-unauthenticated-revocation',
    attempts: ['revocation/without-client-authentication', 'revocation/wrong-secret'],
  },
  {
    id: 'foreign-revocation-without-effect',
    title: 'A refresh token survives a revocation by another client.',
    requirement: 'RFC7009-2.1-bound-to-client',
    probe: 'refresh/after-foreign-revocation',
    attempts: ['revocation/other-client'],
  },
];

export const refusedRevocationWithoutEffect: readonly Check[] = rows.map((row) => {
  const { id, title, requirement, probe, attempts } = row;
  const [first] = attempts;
  const refusal = observation(oauthError('invalid_client', 401));
  const peers = Object.fromEntries(attempts.map((attempt) => [attempt, refusal]));
  const literal = { probe, grant: 'refresh_token', peers };
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes: [probe] },
    judge(subject) {
      const made = attempts.map((attempt) => subject.peer(attempt));
      if (made.some((attempt) => attempt === undefined)) return inconclusive('the revocation was not tried');
      return made.every((attempt) => isRejected(attempt?.response))
        ? granted(subject)
        : notApplicable('the revocation was not refused: judged by a rule of its own');
    },
    examples: {
      conforming: [
        example('still valid', {}, literal),
        example('the revocation was not refused', oauthError('invalid_grant'), {
          ...literal,
          peers: { ...peers, [first]: observation({ status: 200, body: '' }) },
        }),
      ],
      violating: [example('revoked nevertheless', oauthError('invalid_grant'), literal)],
    },
  };
});
