import { type Check, inconclusive, notApplicable } from '../../check.js';
import { contract, example, oauthError, observation } from '../../examples.js';
import { accessTokenEnded } from '../companions/answered.js';
import { tokenIssued } from '../outcome.js';

const refusedReplay = { 'refresh/replay-rotated': observation(oauthError('invalid_grant')) };
const literal = { probe: 'resource/after/replay', grant: 'refresh_token', peers: refusedReplay };
const byIntrospection = { ...literal, probe: 'introspection/after/replay' };

export const replayEndsAccessTokens: Check = {
  id: 'replay-ends-access-tokens',
  title: 'The replay of an exchanged refresh token ends the access tokens of its login, too.',
  requirements: ['OAUTH21-4.3.1-replay-revokes-access'],
  on: { probes: ['resource/after/replay', 'introspection/after/replay'] },
  judge(subject) {
    const { rotation, replayRevokesFamily } = subject.contract.declared;
    if (rotation === 'none' || replayRevokesFamily === false)
      return notApplicable('the contract declares that a replay has no consequences');
    const replayed = subject.peer('refresh/replay-rotated');
    if (!replayed) return inconclusive('no exchanged refresh token was replayed');
    if (tokenIssued(replayed))
      return notApplicable('the replay was not refused: judged by a rule of its own');
    return accessTokenEnded(subject);
  },
  examples: {
    conforming: [
      example('refused', { status: 401, body: '' }, literal),
      example('inactive', { json: { active: false } }, byIntrospection),
      example(
        'not promised',
        { json: { sub: 'alice' } },
        {
          ...literal,
          contract: { declared: { ...contract.declared, replayRevokesFamily: false } },
        },
      ),
      example(
        'the replay itself was accepted',
        { json: { sub: 'alice' } },
        {
          ...literal,
          peers: { 'refresh/replay-rotated': observation() },
        },
      ),
    ],
    violating: [
      example('accepted', { json: { sub: 'alice' } }, literal),
      example('active', { json: { active: true } }, byIntrospection),
    ],
  },
};
