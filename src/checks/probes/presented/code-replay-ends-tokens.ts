import { type Check, inconclusive, notApplicable } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { accessTokenEnded } from '../companions/answered.js';
import { tokenIssued } from '../outcome.js';

const refused = observation(oauthError('invalid_grant'));
const literal = {
  grant: 'authorization_code',
  probe: 'resource/after/code-replay',
  steps: { again: refused },
};
const byIntrospection = { ...literal, probe: 'introspection/after/code-replay' };

export const codeReplayEndsTokens: Check = {
  id: 'code-replay-ends-tokens',
  title: 'The replay of an authorization code ends the tokens that it was exchanged for.',
  requirements: ['RFC6749-4.1.2-code-replay-revokes'],
  on: { probes: [literal.probe, byIntrospection.probe] },
  judge(subject) {
    const replayed = subject.step('again');
    if (!replayed) return inconclusive('no code was replayed');
    if (tokenIssued(replayed))
      return notApplicable('the replay was not refused: judged by a rule of its own');
    return accessTokenEnded(subject);
  },
  examples: {
    conforming: [
      example('refused', { status: 401, body: '' }, literal),
      example('inactive', { json: { active: false } }, byIntrospection),
      example(
        'the replay itself was accepted',
        { json: { sub: 'alice' } },
        { ...literal, steps: { again: observation() } },
      ),
    ],
    violating: [
      example('accepted', { json: { sub: 'alice' } }, literal),
      example('active', { json: { active: true } }, byIntrospection),
    ],
  },
};
