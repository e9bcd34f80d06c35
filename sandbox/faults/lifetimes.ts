/** Defects of expiry: they show to those who wait. */
import type { LiveAccessToken } from '../decisions/tokens.js';
import type { RefreshTokenRecord } from '../model.js';
import type { Policy } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const waiting = { allow: ['waits'], accessTokenSeconds: 3, settings: { TOKEN_LEEWAY: '1s' } } as const;

/** Announces a lifetime of refresh tokens. */
const announcing = (policy: Policy, seconds: number): Partial<Policy> => ({
  successMembers: (server, issued) => ({
    ...policy.successMembers(server, issued),
    refresh_expires_in: seconds,
  }),
});

/** Knows access tokens that were once found alive, and were not revoked since. */
function remembered() {
  const seen = new Map<string, LiveAccessToken>();
  return async (
    policy: Policy,
    token: string,
    live: LiveAccessToken | undefined,
  ): Promise<LiveAccessToken | undefined> => {
    if (live) seen.set(token, live);
    const known = seen.get(token);
    return known && !policy.isRevoked(known.record) ? known : undefined;
  };
}

export const lifetimeFaults: readonly Fault[] = inArea('lifetimes', [
  {
    id: 'expired-token-accepted',
    breaks: ['RFC6749-5.1-expires-in-truthful'],
    sentence: 'An access token that was once found valid is kept as valid for ever.',
    run: waiting,
    bend: (policy) => {
      const remember = remembered();
      return {
        liveAccessToken: async (server, tenant, token) =>
          remember(policy, token, await policy.liveAccessToken(server, tenant, token)),
      };
    },
  },
  {
    id: 'expired-token-active',
    breaks: ['RFC7662-2.2-expired-inactive'],
    sentence: 'Introspection goes on to call a token active after its expiry.',
    run: waiting,
    bend: (policy) => {
      const remember = remembered();
      return {
        introspectionEndpoint: (server, request) =>
          policy.introspectionEndpoint(
            {
              ...server,
              policy: {
                ...server.policy,
                liveAccessToken: async (from, tenant, token) =>
                  remember(policy, token, await policy.liveAccessToken(from, tenant, token)),
              },
            },
            request,
          ),
      };
    },
  },
  {
    id: 'refresh-expiry-ignored',
    breaks: ['RFC9700-4.14.2-refresh-token-idle-expiry', 'ASVS5-10.4.8-refresh-token-absolute-expiry'],
    sentence: 'A lifetime of the refresh token is announced and not kept.',
    run: { allow: ['waits'], accessTokenSeconds: 3 },
    bend: (policy) => announcing(policy, 2),
  },
  {
    id: 'refresh-expiry-code',
    breaks: ['RFC9700-4.14.2-refresh-token-idle-expiry'],
    sentence: 'An expired refresh token is refused with a code of the resource server.',
    run: { allow: ['waits'], accessTokenSeconds: 3 },
    bend: (policy) => {
      const first = new WeakMap<RefreshTokenRecord, number>();
      return {
        ...announcing(policy, 3),
        issueRefreshToken: (server, grant) => {
          const token = policy.issueRefreshToken(server, grant);
          const record = policy.findRefreshToken(server, token);
          if (record) first.set(record, Date.now());
          return token;
        },
        redeemable: (...given) => {
          const record = policy.redeemable(...given);
          if (Date.now() - (first.get(record) ?? 0) > 3000) throw new Refusal('invalid_token', 'Expired');
          return record;
        },
      };
    },
  },
  {
    id: 'refresh-expiry-zero',
    breaks: ['ASVS5-10.4.8-refresh-token-absolute-expiry'],
    sentence: 'The announced lifetime of refresh tokens is 0, which means without end.',
    bend: (policy) => announcing(policy, 0),
  },
  {
    id: 'refresh-expiry-century',
    breaks: ['ASVS5-10.4.8-refresh-token-absolute-expiry'],
    sentence: 'The announced lifetime of refresh tokens is a century.',
    bend: (policy) => announcing(policy, 3_155_760_000),
  },
]);
