/** Refresh tokens: RFC 6749 sections 1.5 and 6, RFC 9700 section 4.14.2. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { RefreshTokenRecord } from '../model.js';
import type { Policy } from '../policy.js';
import { type Bend, sentForm, type Variation, without, withSuccess } from './variation.js';

const noRotation =
  'RFC 6749 section 6: the server "MAY issue a new refresh token"; never_fail_on: no rotation, rotation, or the same refresh token';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** For confidential clients. RFC 9700 section 2.2.2 demands rotation, or binding to the sender, for public ones. */
const rotating =
  (rotate: Policy['rotate']): Bend =>
  (policy) => ({
    rotate: (server, record, token) => {
      const owner = server.policy.findClient(server, record.grant.clientId);
      return (owner?.secretDigest === undefined ? policy.rotate : rotate)(server, record, token);
    },
  });

const graceMilliseconds = 60_000;

export const refreshVariations: readonly Variation[] = [
  {
    id: 'refresh-token-kept',
    sentence: 'A refresh of a confidential client returns the refresh token that was presented.',
    allowedBy: noRotation,
    bend: rotating((_server, _record, token) => token),
  },
  {
    id: 'refresh-token-not-repeated',
    sentence: 'A refresh of a confidential client returns no refresh token: the old one stays valid.',
    allowedBy: noRotation,
    bend: (policy) => ({
      ...rotating((_server, _record, token) => token)(policy),
      success: (server, request, issued) => {
        const response = policy.success(server, request, issued);
        if (sentForm(request).get('refresh_token') !== issued.refreshToken) return response;
        const members = without(server.policy.successMembers(server, issued), 'refresh_token');
        return { ...response, body: server.policy.successBody(members) };
      },
    }),
  },
  {
    id: 'refresh-token-reusable',
    sentence: 'The refresh token of a confidential client stays valid when a refresh returned a new one.',
    allowedBy: 'never_fail_on: old refresh token still valid for a confidential client',
    bend: rotating((server, record) => server.policy.issueRefreshToken(server, record.grant)),
  },
  {
    id: 'replay-refused-only',
    sentence: 'The replay of an old refresh token is refused and has no further consequences.',
    allowedBy: 'RFC 9700 section 4.14.2 recommends rotation for public clients; RFC 6749 section 10.4',
    bend: () => ({ onReplay: () => {} }),
  },
  {
    id: 'rotation-with-grace',
    sentence: 'An old refresh token works for another minute, for clients that lost the response.',
    allowedBy: 'the contract declares the grace period',
    bend: (policy) => {
      const exchanged = new WeakMap<RefreshTokenRecord, number>();
      return {
        rotate: (server, record) => {
          if (!exchanged.has(record)) exchanged.set(record, Date.now());
          return server.policy.issueRefreshToken(server, record.grant);
        },
        findRefreshToken: (server, token) => {
          const record = policy.findRefreshToken(server, token);
          const since = record && exchanged.get(record);
          if (record && since !== undefined) record.used = Date.now() - since > graceMilliseconds;
          return record;
        },
      };
    },
  },
  {
    id: 'refresh-token-jwt',
    sentence: 'Refresh tokens are signed JWTs.',
    allowedBy: 'RFC 6749 section 1.5: "The string is usually opaque to the client."',
    bend: () => {
      const key = randomBytes(64);
      return {
        newRefreshToken: (grant) => {
          const issuedAt = Math.floor(Date.now() / 1000);
          const claims = { typ: 'Refresh', sub: grant.username, jti: randomUUID(), iat: issuedAt };
          const text = `${part({ alg: 'HS512', typ: 'JWT' })}.${part({ ...claims, exp: issuedAt + 86_400 })}`;
          return `${text}.${createHmac('sha512', key).update(text).digest('base64url')}`;
        },
      };
    },
  },
  {
    id: 'refresh-token-hexadecimal',
    sentence: 'Refresh tokens are 64 hexadecimal digits.',
    allowedBy: 'RFC 6749 appendix A.17: any visible characters',
    bend: () => ({
      newRefreshToken: () => randomBytes(32).toString('hex'),
    }),
  },
  {
    id: 'refresh-token-not-issued',
    sentence: 'No refresh tokens are issued, and the grant is not supported.',
    allowedBy: 'RFC 6749 section 1.5: "Issuing a refresh token is optional"',
    bend: (policy) => ({
      recogniseGrantType: (value) =>
        value === 'refresh_token' ? undefined : policy.recogniseGrantType(value),
      ...withSuccess((members) => without(members, 'refresh_token'))(policy),
    }),
  },
];
