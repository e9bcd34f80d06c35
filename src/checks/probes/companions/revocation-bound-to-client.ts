import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { isRejected, whatCame } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';
import { answered } from './answered.js';
import { isAlive } from './token-alive.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly probe: string;
  /** What shows whether the token is still valid; the first one that was sent. */
  readonly after: readonly [string, ...string[]];
  readonly survived: Observation;
}

const rows: readonly Row[] = [
  {
    id: 'revocation-bound-to-client',
    title: 'A client cannot revoke the refresh token of another one; it is told so.',
    probe: 'revocation/other-client',
    after: ['refresh/after-foreign-revocation'],
    survived: observation(),
  },
  {
    id: 'access-token-revocation-bound-to-client',
    title: 'A client cannot revoke the access token of another one; it is told so.',
    probe: 'revocation/other-client-access-token',
    after: ['resource/after/foreign-revocation', 'introspection/after/foreign-revocation'],
    survived: observation({ json: { sub: 'alice' } }),
  },
];

export const revocationBoundToClient: readonly Check[] = rows.map(({ id, title, probe, after, survived }) => {
  const [first] = after;
  const alive = { probe, peers: { [first]: survived } };
  const ended = { probe, peers: { [first]: observation(oauthError('invalid_grant')) } };
  return {
    id,
    title,
    requirements: ['RFC7009-2.1-bound-to-client'],
    on: { probes: [probe] },
    judge: (subject) =>
      answered(subject, (response) => {
        if (isRejected(response)) return pass;
        const expected = 'a refusal, and a token that stays valid';
        const came = whatCame(subject.observation);
        if (response.status !== 200) return violation(expected, came);
        const shown = after.find((name) => subject.peer(name)?.response !== undefined);
        const use = shown === undefined ? undefined : subject.peer(shown);
        if (shown === undefined || !use) return inconclusive('it is not known whether the token was revoked');
        return tokenIssued(use) || isAlive(shown, use)
          ? violation(expected, 'HTTP 200 without effect', { severity: 'info' })
          : violation(expected, 'HTTP 200, and the token is revoked');
      }),
    examples: {
      conforming: [
        example('invalid_grant', oauthError('invalid_grant'), alive),
        example('unauthorized_client', oauthError('unauthorized_client'), alive),
        example('refused, if not in effect: another rule', oauthError('invalid_grant'), ended),
      ],
      violating: [
        example('revoked', { status: 200, body: '' }, ended),
        example('without effect', { status: 200, body: '' }, alive, 'info'),
      ],
    },
  };
});
