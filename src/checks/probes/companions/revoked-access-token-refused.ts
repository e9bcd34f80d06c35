import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, observation } from '../../examples.js';
import { claims } from '../token-facts.js';
import { answered } from './answered.js';
import { endsAccessTokens } from './token-alive.js';

const revoked = observation({ status: 200, body: '' });
const literal = {
  probe: 'revocation/resource-after',
  peers: { 'revocation/access-token': revoked, issue: observation() },
};

export const revokedAccessTokenRefused: Check = {
  id: 'revoked-access-token-refused',
  title: 'The protected resource refuses a revoked access token.',
  requirements: ['RFC7009-2-revoke-access-token'],
  on: { probes: ['revocation/resource-after'] },
  judge(subject) {
    const revocation = subject.peer('revocation/access-token');
    if (!revocation) return inconclusive('the token was not revoked');
    if (revocation.response?.status !== 200)
      return notApplicable('the revocation did not succeed: judged by a rule of its own');
    return answered(subject, ({ status }) => {
      if (status >= 400) return pass;
      // A resource that does not ask about self-contained tokens learns of a revocation at expiry only.
      const mayOutlive = claims(subject.peer('issue')) !== undefined && !endsAccessTokens(subject);
      return violation('a refusal (HTTP 401)', `HTTP ${status}`, mayOutlive ? { severity: 'info' } : {});
    });
  },
  examples: {
    conforming: [
      example('refused', { status: 401, body: '' }, literal),
      example(
        'the revocation was refused',
        {},
        {
          ...literal,
          peers: { 'revocation/access-token': observation({ status: 400, body: '' }) },
        },
      ),
    ],
    violating: [
      example('accepted', { json: { sub: 'alice' } }, literal),
      example(
        'accepted, and self-contained',
        { json: { sub: 'alice' } },
        { ...literal, peers: { 'revocation/access-token': revoked, issue: observation(jwtResponse()) } },
        'info',
      ),
      example(
        'accepted, and self-contained, though the end of its login ends it',
        { json: { sub: 'alice' } },
        {
          ...literal,
          peers: {
            'revocation/access-token': revoked,
            issue: observation(jwtResponse()),
            'resource/after/refresh-revocation': observation({ status: 401, body: '' }),
          },
        },
      ),
    ],
  },
};
