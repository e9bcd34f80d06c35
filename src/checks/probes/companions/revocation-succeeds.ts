import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { answered } from './answered.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly probe: string;
  /** The step before it, which must have succeeded. */
  readonly after?: string;
}

const rows: readonly Row[] = [
  {
    id: 'refresh-token-revocable',
    title: 'The revocation of a refresh token is answered with HTTP 200.',
    requirement: 'RFC7009-2-revoke-refresh-token',
    probe: 'revocation/refresh-token',
  },
  {
    id: 'revocation-idempotent',
    title: 'A second revocation of the same token is answered with HTTP 200.',
    requirement: 'RFC7009-2.2-idempotent',
    probe: 'revocation/again',
    after: 'revoke',
  },
  {
    id: 'unknown-token-revocable',
    title: 'The revocation of an unknown token is no error: HTTP 200.',
    requirement: 'RFC7009-2.2-invalid-token-200',
    probe: 'revocation/garbage',
  },
];

const revoked = observation({ status: 200, body: '' });

export const revocationSucceeds: readonly Check[] = rows.map(({ id, title, requirement, probe, after }) => ({
  id,
  title,
  requirements: [requirement],
  on: { probes: [probe] },
  judge(subject) {
    if (after !== undefined && subject.step(after)?.response?.status !== 200)
      return notApplicable('the first revocation did not succeed: judged by a rule of its own');
    return answered(subject, ({ status }) =>
      status === 200 ? pass : violation('HTTP 200', whatCame(subject.observation)),
    );
  },
  examples: {
    conforming: [
      example('no body', { status: 200, body: '' }, { probe, steps: { revoke: revoked } }),
      example(
        'a body that nobody reads',
        { status: 200, json: { revoked: false } },
        { probe, steps: { revoke: revoked } },
      ),
    ],
    violating: [
      example('refused', oauthError('invalid_token'), { probe, steps: { revoke: revoked } }),
      example('not found', { status: 404, body: '' }, { probe, steps: { revoke: revoked } }),
    ],
  },
}));
