import { member } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, observation } from '../../examples.js';
import { claims } from '../token-facts.js';
import { answered } from './answered.js';
import { revocationFailed, withRevocation } from './revocation.js';
import { endsAccessTokens } from './token-alive.js';

/** `"true"` is active for whoever reads it loosely. */
const saysActive = (active: unknown): boolean => active === true || active === 'true';

const revoked = observation({ status: 200, body: '' });
const literal = {
  probe: 'revocation/introspection-after',
  peers: { 'revocation/access-token': revoked, issue: observation() },
};
const selfContained = { ...literal.peers, issue: observation(jwtResponse()) };

const accessToken: Check = {
  id: 'revoked-access-token-inactive',
  title: 'A revoked access token introspects as inactive.',
  requirements: ['RFC7009-2-revoke-access-token', 'RFC7662-2.2-inactive-false'],
  on: { probes: ['revocation/introspection-after'] },
  judge(subject) {
    const revocation = subject.peer('revocation/access-token');
    if (!revocation) return inconclusive('the token was not revoked');
    if (revocation.response?.status !== 200)
      return notApplicable('the revocation did not succeed: judged by a rule of its own');
    return answered(subject, (response) => {
      if (!saysActive(member(response, 'active'))) return pass;
      // A server may leave self-contained tokens to their expiry; one that the resource refuses is not of that kind.
      const mayOutlive = claims(subject.peer('issue')) !== undefined && !endsAccessTokens(subject);
      return violation('active false', 'active true', mayOutlive ? { severity: 'info' } : {});
    });
  },
  examples: {
    conforming: [
      example('inactive', { json: { active: false } }, literal),
      example(
        'the revocation was refused',
        { json: { active: true } },
        {
          ...literal,
          peers: { 'revocation/access-token': observation({ status: 400, body: '' }) },
        },
      ),
    ],
    violating: [
      example('active', { json: { active: true } }, literal),
      example('active as text', { json: { active: 'true' } }, literal),
      example(
        'active, and self-contained',
        { json: { active: true } },
        { ...literal, peers: selfContained },
        'info',
      ),
      example(
        'active, though the resource refuses it',
        { json: { active: true } },
        {
          ...literal,
          peers: { ...selfContained, 'revocation/resource-after': observation({ status: 401, body: '' }) },
        },
      ),
    ],
  },
};

const ofRefreshToken = { ...withRevocation, probe: 'introspection/revoked-refresh-token' };

const refreshToken: Check = {
  id: 'revoked-refresh-token-inactive',
  title: 'A revoked refresh token introspects as inactive.',
  requirements: ['RFC7662-2.2-inactive-false'],
  on: { probes: ['introspection/revoked-refresh-token'] },
  judge: (subject) =>
    revocationFailed(subject) ??
    answered(subject, (response) =>
      saysActive(member(response, 'active')) ? violation('active false', 'active true') : pass,
    ),
  examples: {
    conforming: [example('inactive', { json: { active: false } }, ofRefreshToken)],
    violating: [example('active', { json: { active: true, token_type: 'refresh_token' } }, ofRefreshToken)],
  },
};

export const revokedTokenInactive: readonly Check[] = [accessToken, refreshToken];
