import { stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation } from '../../examples.js';
import { claims } from '../token-facts.js';
import { answered } from './answered.js';
import { revocationFailed, withRevocation } from './revocation.js';
import { endsAccessTokens, isAlive } from './token-alive.js';

const probe = 'resource/after/refresh-revocation';
const revoked = { ...withRevocation.peers, issue: observation() };
const literal = { ...withRevocation, probe, peers: revoked };
const selfContained = { ...literal, peers: { ...revoked, issue: observation(jwtResponse()) } };
const accepted = { json: { sub: 'alice' } };

/** "If the particular token is a refresh token and the authorization server supports the revocation of access tokens" */
export const accessTokenEndsWithRefreshToken: Check = {
  id: 'access-token-ends-with-refresh-token',
  title: 'With a revoked refresh token the access tokens of its login end.',
  requirements: ['RFC7009-2.1-refresh-revokes-access'],
  on: { probes: [probe, 'introspection/after/refresh-revocation'] },
  judge(subject) {
    const failed = revocationFailed(subject);
    if (failed) return failed;
    return answered(subject, () => {
      const alive = isAlive(subject.probe, subject.observation);
      if (alive === undefined) return inconclusive('the answer does not show whether the token is accepted');
      if (!alive) return pass;
      const direct = subject.peer('revocation/access-token')?.response;
      if (direct && stringMember(direct, 'error') === 'unsupported_token_type')
        return notApplicable('the server does not support the revocation of access tokens');
      // A resource that does not ask about self-contained tokens learns of a revocation at expiry only.
      const mayOutlive = claims(subject.peer('issue')) !== undefined && !endsAccessTokens(subject);
      return violation(
        'the end of the access token',
        'the access token is still accepted',
        mayOutlive ? { severity: 'info' } : {},
      );
    });
  },
  examples: {
    conforming: [
      example('refused', { status: 401, body: '' }, literal),
      example(
        'inactive',
        { json: { active: false } },
        { ...literal, probe: `introspection/after/refresh-revocation` },
      ),
      example('access tokens cannot be revoked', accepted, {
        ...literal,
        peers: { ...revoked, 'revocation/access-token': observation(oauthError('unsupported_token_type')) },
      }),
    ],
    violating: [
      example('accepted', accepted, literal),
      example(
        'active',
        { json: { active: true } },
        { ...literal, probe: 'introspection/after/refresh-revocation' },
      ),
      example('accepted, and self-contained', accepted, selfContained, 'info'),
      example('accepted, and self-contained, though its own revocation ends it', accepted, {
        ...selfContained,
        peers: {
          ...selfContained.peers,
          'revocation/resource-after': observation({ status: 401, body: '' }),
        },
      }),
    ],
  },
};
