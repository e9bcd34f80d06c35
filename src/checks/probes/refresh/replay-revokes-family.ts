import type { TokenEndpointDeclaration } from '../../../contract/contract.js';
import { type Check, inconclusive, notApplicable } from '../../check.js';
import { contract, example, oauthError, observation } from '../../examples.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';

const refusedReplay = { 'refresh/replay-rotated': observation(oauthError('invalid_grant')) };
const declaring = (declared: Partial<TokenEndpointDeclaration>) => ({
  probe: 'refresh/after-replay',
  grant: 'refresh_token',
  peers: refusedReplay,
  contract: { declared: { ...contract.declared, ...declared } },
});

/** The replay that a refresh comes after, by its probe. */
const replays: Readonly<Record<string, string>> = {
  'refresh/after-replay': 'refresh/replay-rotated',
  'refresh/after-ancestor-replay': 'refresh/replay-ancestor',
};

export const replayRevokesFamily: Check = {
  id: 'replay-revokes-family',
  title: 'The replay of an exchanged refresh token revokes its successor, too.',
  requirements: ['RFC9700-4.14.2-replay-revokes-family'],
  on: { probes: Object.keys(replays) },
  judge(subject) {
    const { observation, peer, probe } = subject;
    const { rotation, replayRevokesFamily } = subject.contract.declared;
    if (rotation === 'none' || replayRevokesFamily === false)
      return notApplicable('the contract declares that a replay does not revoke the successor');
    const replayed = peer(replays[probe] ?? '');
    if (!replayed) return inconclusive('no exchanged refresh token was replayed');
    if (tokenIssued(replayed))
      return notApplicable('the replay was not refused: judged by a rule of its own');
    const judgement = refusedWithCode(subject, { codes: ['invalid_grant'] });
    if (judgement.kind !== 'violation') return judgement;
    if (replayRevokesFamily === true) return { ...judgement, cause: 'implementation' };
    return tokenIssued(observation) ? { ...judgement, severity: 'info' } : judgement;
  },
  examples: {
    conforming: [
      example('revoked', oauthError('invalid_grant'), declaring({ replayRevokesFamily: true })),
      example('not promised', {}, declaring({ replayRevokesFamily: false })),
      example(
        'the replay itself was accepted',
        {},
        {
          ...declaring({ replayRevokesFamily: true }),
          peers: { 'refresh/replay-rotated': observation() },
        },
      ),
    ],
    violating: [
      example('a token though it is declared', {}, declaring({ replayRevokesFamily: true })),
      example('a token, and nothing is declared', {}, declaring({}), 'info'),
      example(
        'a token after the replay of an ancestor',
        {},
        {
          ...declaring({ replayRevokesFamily: true }),
          probe: 'refresh/after-ancestor-replay',
          peers: { 'refresh/replay-ancestor': observation(oauthError('invalid_grant')) },
        },
      ),
      example('another code', oauthError('invalid_request'), declaring({})),
    ],
  },
};
