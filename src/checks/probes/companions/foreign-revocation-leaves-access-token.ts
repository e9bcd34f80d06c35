import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { isRejected } from '../../predicates.js';
import { alsoAnswered } from './answered.js';
import { isAlive } from './token-alive.js';

const attempt = 'revocation/other-client-access-token';
const literal = {
  probe: 'resource/after/foreign-revocation',
  peers: { [attempt]: observation(oauthError('invalid_grant')) },
};

export const foreignRevocationLeavesAccessToken: Check = {
  id: 'foreign-revocation-leaves-access-token',
  title: 'An access token survives a revocation by another client.',
  requirements: ['RFC7009-2.1-bound-to-client'],
  on: { probes: ['resource/after/foreign-revocation', 'introspection/after/foreign-revocation'] },
  judge(subject) {
    const tried = subject.peer(attempt);
    if (!tried) return inconclusive('the revocation was not tried');
    if (!isRejected(tried.response))
      return notApplicable('the revocation was not refused: judged by a rule of its own');
    return alsoAnswered(subject, () => {
      const alive = isAlive(subject.probe, subject.observation);
      if (alive === undefined) return inconclusive('the answer does not show whether the token is accepted');
      return alive ? pass : violation('a token that stays valid', 'the token is no longer accepted');
    });
  },
  examples: {
    conforming: [
      example('accepted', { json: { sub: 'alice' } }, literal),
      example(
        'active',
        { json: { active: true } },
        {
          ...literal,
          probe: 'introspection/after/foreign-revocation',
        },
      ),
      example(
        'the revocation was not refused',
        { status: 401, body: '' },
        {
          ...literal,
          peers: { [attempt]: observation({ status: 200, body: '' }) },
        },
      ),
    ],
    violating: [
      example('revoked nevertheless', { status: 401, body: '' }, literal),
      example(
        'inactive nevertheless',
        { json: { active: false } },
        {
          ...literal,
          probe: 'introspection/after/foreign-revocation',
        },
      ),
    ],
  },
};
