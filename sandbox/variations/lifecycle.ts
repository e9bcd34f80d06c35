/** Tokens in the course of time: retries of a refresh, what a refresh ends, and expiry (RFC 6749 sections 5.1 and 6, RFC 7519). */
import type { LiveAccessToken } from '../decisions/tokens.js';
import type { Grant, RefreshTokenRecord } from '../model.js';
import { type Variation, withSuccess } from './variation.js';

const graceMilliseconds = 60_000;

/** Accepted for so long after expiry. */
const leewayMilliseconds = 4000;

const announcedSeconds = 6;

export const lifecycleVariations: readonly Variation[] = [
  {
    id: 'rotation-idempotent',
    sentence: 'Within a minute an old refresh token brings the successor that it brought before.',
    allowedBy:
      'the contract declares the grace period; RFC 9700 section 4.14.2 leaves the handling of retries open',
    bend: (policy) => {
      const successors = new WeakMap<
        RefreshTokenRecord,
        { readonly token: string; readonly since: number }
      >();
      return {
        rotate: (server, record) => {
          const known = successors.get(record);
          if (known) return known.token;
          const token = server.policy.issueRefreshToken(server, record.grant);
          successors.set(record, { token, since: Date.now() });
          return token;
        },
        findRefreshToken: (server, token) => {
          const record = policy.findRefreshToken(server, token);
          const known = record && successors.get(record);
          if (record && known) record.used = Date.now() - known.since > graceMilliseconds;
          return record;
        },
      };
    },
  },
  {
    id: 'refresh-ends-access-token',
    sentence: 'A refresh ends the access tokens that the login had before.',
    allowedBy:
      'RFC 6749 section 6 says nothing of them; OAuth 2.1 section 3.2.3: a server may expire a token prematurely',
    bend: (policy) => {
      const latest = new WeakMap<Grant, string>();
      return {
        issueAccessToken: (server, grant, scope) => {
          const before = server.tokens.access.get(latest.get(grant) ?? '');
          if (before) before.revoked = true;
          const tokenId = server.policy.newTokenId();
          latest.set(grant, tokenId);
          const withId = { ...server.policy, newTokenId: () => tokenId };
          return policy.issueAccessToken({ ...server, policy: withId }, grant, scope);
        },
      };
    },
  },
  {
    id: 'expiry-with-leeway',
    sentence: 'An access token is accepted for some seconds after its expiry.',
    allowedBy: 'RFC 7519 section 4.1.4: "Implementers MAY provide for some small leeway"',
    run: { allow: ['waits'], accessTokenSeconds: 3, settings: { TOKEN_LEEWAY: '5s' } },
    bend: (policy) => {
      const seen = new Map<string, LiveAccessToken>();
      return {
        liveAccessToken: async (server, tenant, token) => {
          const live = await policy.liveAccessToken(server, tenant, token);
          if (live) seen.set(token, live);
          const known = seen.get(token);
          if (live || !known || policy.isRevoked(known.record) || known.record.grant.tenant !== tenant)
            return live;
          return (known.claims.exp ?? 0) * 1000 + leewayMilliseconds > Date.now() ? known : undefined;
        },
      };
    },
  },
  {
    id: 'refresh-expiry-announced',
    sentence: 'The response tells the lifetime of the refresh token, and the server keeps it.',
    allowedBy: 'RFC 6749 section 5.1: "The client MUST ignore unrecognized value names in the response."',
    run: { allow: ['waits'], accessTokenSeconds: 3 },
    bend: (policy) => {
      const issued = new WeakMap<RefreshTokenRecord, number>();
      return {
        ...withSuccess((members) => ({ ...members, refresh_expires_in: announcedSeconds }))(policy),
        issueRefreshToken: (server, grant) => {
          const token = policy.issueRefreshToken(server, grant);
          const record = policy.findRefreshToken(server, token);
          if (record) issued.set(record, Date.now());
          return token;
        },
        findRefreshToken: (server, token) => {
          const record = policy.findRefreshToken(server, token);
          const since = record && issued.get(record);
          return since !== undefined && Date.now() - since > announcedSeconds * 1000 ? undefined : record;
        },
      };
    },
  },
];
