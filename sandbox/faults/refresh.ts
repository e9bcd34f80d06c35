/** Defects of the refresh grant: RFC 6749 section 6 and RFC 9700 section 4.14. */
import { type Grant, headerValues, type RefreshTokenRecord, type Server } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidGrant, invalidRequest, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const isRefreshRequest = (parameters: ReadonlyMap<string, string>): boolean =>
  parameters.get('grant_type') === 'refresh_token';

/** A refresh token of that meaning finds the login that was granted last. */
const meaning =
  (matches: (token: string) => boolean) =>
  (policy: Policy): Partial<Policy> => {
    let last: Grant | undefined;
    return {
      newGrant: (...given) => {
        last = policy.newGrant(...given);
        return last;
      },
      findRefreshToken: (server, token) =>
        last && matches(token) ? { grant: last, used: false } : policy.findRefreshToken(server, token),
    };
  };

/** A refresh token is looked for among all that were issued, by a comparison of its own. */
const finding =
  (matches: (known: string, token: string) => boolean) =>
  (policy: Policy): Partial<Policy> => {
    const issued: string[] = [];
    return {
      newRefreshToken: (grant) => {
        const token = policy.newRefreshToken(grant);
        issued.push(token);
        return token;
      },
      findRefreshToken: (server, token) =>
        policy.findRefreshToken(server, token) ??
        policy.findRefreshToken(
          server,
          issued.findLast((known) => token.length > 8 && matches(known, token)) ?? '',
        ),
    };
  };

export const refreshFaults: readonly Fault[] = inArea('refresh', [
  {
    id: 'rotated-token-stays-valid',
    breaks: ['RFC9700-4.14.2-old-token-invalidated', 'RFC9700-4.14.2-replay-revokes-family'],
    sentence: 'A refresh token that was exchanged for a new one still works.',
    bend: (policy) => ({
      rotate: (server, record) => policy.issueRefreshToken(server, record.grant),
    }),
  },
  {
    id: 'replay-leaves-family',
    breaks: ['RFC9700-4.14.2-replay-revokes-family', 'OAUTH21-4.3.1-replay-revokes-access'],
    sentence: 'A replay is refused, and its successor stays valid.',
    bend: () => ({ onReplay: () => undefined }),
  },
  {
    id: 'replay-leaves-access-tokens',
    breaks: ['OAUTH21-4.3.1-replay-revokes-access'],
    sentence: 'A replay ends the refresh tokens of the login and leaves its access tokens.',
    bend: (policy) => {
      const replayed = new WeakSet<Grant>();
      return {
        onReplay: (record) => {
          replayed.add(record.grant);
          policy.onReplay(record);
        },
        isRevoked: (record) => (replayed.has(record.grant) ? record.revoked : policy.isRevoked(record)),
      };
    },
  },
  {
    id: 'public-client-not-rotated',
    breaks: ['RFC9700-2.2.2-public-client-rotation-or-binding'],
    sentence: 'The refresh token of a public client never changes.',
    bend: (policy) => ({
      rotate: (server, record, token) => {
        const client = policy.findClient(server, record.grant.clientId);
        return client?.secretDigest === undefined ? token : policy.rotate(server, record, token);
      },
    }),
  },
  {
    id: 'refresh-not-bound-to-client',
    breaks: ['RFC6749-10.4-bound-to-client'],
    sentence: 'Any client can use the refresh token of another one.',
    bend: () => ({ isBoundTo: (grant, _client, tenant) => grant.tenant === tenant }),
  },
  {
    id: 'refresh-not-bound-to-tenant',
    breaks: ['ASVS5-8.4.1-refresh-tenant-bound'],
    sentence: 'A refresh token works under every tenant.',
    bend: () => ({ isBoundTo: (grant, client) => grant.clientId === client.id }),
  },
  {
    id: 'refresh-foreign-code',
    breaks: ['RFC6749-10.4-bound-to-client'],
    sentence: 'The refresh token of another client is refused as an invalid request.',
    bend: (policy) => ({
      isBoundTo: (grant, client, tenant) => {
        if (!policy.isBoundTo(grant, client, tenant)) throw invalidRequest('Wrong client for this token');
        return true;
      },
    }),
  },
  {
    id: 'refresh-foreign-attempt-revokes',
    breaks: ['OAUTH-foreign-attempt-does-not-revoke'],
    sentence: 'The attempt of another client ends the login of the owner.',
    bend: (policy) => ({
      isBoundTo: (grant, client, tenant) => {
        const bound = policy.isBoundTo(grant, client, tenant);
        if (!bound) grant.revoked = true;
        return bound;
      },
    }),
  },
  {
    id: 'refresh-by-access-token',
    breaks: ['RFC6749-5.2-access-token-as-refresh-token'],
    sentence: 'An access token is accepted as a refresh token.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const found = policy.findRefreshToken(server, token);
        const payload = token.split('.')[1];
        if (found || payload === undefined) return found;
        try {
          const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString());
          const access = server.tokens.access.get(String(jti));
          return access && { grant: access.grant, used: false };
        } catch {
          return undefined;
        }
      },
    }),
  },
  {
    id: 'refresh-without-client-authentication',
    breaks: ['RFC6749-6-client-auth-required'],
    sentence: 'A refresh needs no secret: a stolen token is enough.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        const client = policy.findClient(server, parameters.get('client_id') ?? '');
        return client && isRefreshRequest(parameters) && !parameters.has('client_secret')
          ? client
          : policy.authenticateClient(server, request, parameters);
      },
    }),
  },
  {
    id: 'refresh-wrong-secret-accepted',
    breaks: ['RFC6749-6-wrong-secret'],
    sentence: 'The secret is verified at the login and not at the refresh.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        const client = policy.findClient(server, parameters.get('client_id') ?? '');
        return client && isRefreshRequest(parameters) && parameters.has('client_secret')
          ? client
          : policy.authenticateClient(server, request, parameters);
      },
    }),
  },
  {
    id: 'refresh-widens-scope',
    breaks: ['RFC6749-6-no-scope-widening'],
    sentence: 'A refresh grants whatever scope it asks for.',
    bend: () => ({ mayNarrowTo: () => true }),
  },
  {
    id: 'refresh-scope-lost',
    breaks: ['RFC6749-6-omitted-scope-original'],
    sentence: 'A refresh without scope falls back to the default scope of the client.',
    bend: (policy) => ({
      refreshedScope: (server, record, requested) => {
        const client = policy.findClient(server, record.grant.clientId);
        return client && requested === undefined
          ? policy.defaultScope(client)
          : policy.refreshedScope(server, record, requested);
      },
    }),
  },
  {
    id: 'refresh-narrowing-refused',
    breaks: ['RFC6749-6-narrow-scope'],
    sentence: 'A refresh with a narrower scope is refused.',
    bend: () => ({
      mayNarrowTo: (granted, requested) =>
        granted.length === requested.length && requested.every((value) => granted.includes(value)),
    }),
  },
  {
    id: 'refresh-narrows-for-ever',
    breaks: ['RFC6749-6-new-refresh-token-scope-identical'],
    sentence: 'Once narrowed, the scope of the login stays narrow.',
    bend: (policy) => ({
      refreshedScope: (server, record, requested) => {
        const scope = policy.refreshedScope(server, record, requested);
        Object.assign(record.grant, { scope });
        return scope;
      },
    }),
  },
  {
    id: 'refresh-consumed-by-refusal',
    breaks: ['OAUTH-failed-refresh-does-not-consume'],
    sentence: 'The refresh token is used up before the client is authenticated.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        try {
          return policy.authenticateClient(server, request, parameters);
        } catch (error) {
          const record = policy.findRefreshToken(server, parameters.get('refresh_token') ?? '');
          if (record) record.used = true;
          throw error;
        }
      },
    }),
  },
  {
    id: 'refresh-same-access-token',
    breaks: ['RFC6749-6-new-access-token-differs', 'RFC6749-6-expiry-renewed'],
    sentence: 'A refresh returns the old access token once more.',
    bend: (policy) => {
      const issued = new WeakMap<Grant, Promise<string>>();
      return {
        issueAccessToken: (server, grant, scope) => {
          const token = issued.get(grant) ?? policy.issueAccessToken(server, grant, scope);
          issued.set(grant, token);
          return token;
        },
      };
    },
  },
  {
    id: 'refresh-keeps-expiry',
    breaks: ['RFC6749-6-expiry-renewed', 'JWT-exp-matches-expires-in'],
    sentence: 'The new access token lives a minute and not an hour, as what was left of the old one.',
    bend: (policy) => {
      const seen = new WeakSet<Grant>();
      return {
        accessTokenClaims: (server, grant, tokenId) => {
          const renewed = seen.has(grant);
          seen.add(grant);
          return policy.accessTokenClaims(renewed ? { accessTokenSeconds: 60 } : server, grant, tokenId);
        },
      };
    },
  },
  {
    id: 'refreshed-token-not-stored',
    breaks: ['RFC6749-6-new-access-token-works'],
    sentence: 'The access token of a refresh is unknown to the resource.',
    bend: (policy) => {
      const seen = new WeakSet<Grant>();
      return {
        issueAccessToken: async (server, grant, scope) => {
          const token = await policy.issueAccessToken(server, grant, scope);
          if (!seen.has(grant)) {
            seen.add(grant);
            return token;
          }
          const apart: Server = { ...server, tokens: { ...server.tokens, access: new Map() as never } };
          return policy.issueAccessToken(apart, grant, scope);
        },
      };
    },
  },
  {
    id: 'rotated-token-not-stored',
    breaks: ['RFC6749-6-rotated-token-works'],
    sentence: 'The refresh token that a refresh returns was never stored.',
    bend: (policy) => ({
      rotate: (_server, record) => {
        record.used = true;
        return policy.newRefreshToken(record.grant);
      },
    }),
  },
  {
    id: 'refresh-strands-the-client',
    breaks: ['RFC6749-6-no-new-token-old-stays-valid', 'CONTRACT-success-schema'],
    sentence: 'The old refresh token is used up, and no new one is returned.',
    bend: (policy) => ({
      rotate: (_server, record) => {
        record.used = true;
        return '';
      },
      successMembers: (server, issued) => {
        const { refresh_token, ...members } = policy.successMembers(server, issued);
        return refresh_token === '' ? members : { ...members, refresh_token };
      },
    }),
  },
  {
    id: 'refresh-other-shape',
    breaks: ['RFC6749-6-refresh-success', 'RFC6749-5.1-access-token-required'],
    sentence: 'A refresh answers with a body of another shape than a login.',
    bend: (policy) => ({
      refreshTokenGrant: async (...given) => ({
        ...(await policy.refreshTokenGrant(...given)),
        refreshed: true,
      }),
      successMembers: (server, issued) => {
        const members = policy.successMembers(server, issued);
        return 'refreshed' in issued ? { token: members.access_token, ttl: members.expires_in } : members;
      },
    }),
  },
  {
    id: 'refresh-subject-changes',
    breaks: ['RFC6749-6-subject-preserved'],
    sentence: 'A refresh resolves the user anew and finds another one.',
    bend: (policy) => ({
      rotate: (server, record, token) => {
        const successor = policy.rotate(server, record, token);
        const other = server.directory.users.find(({ username }) => username !== record.grant.username);
        if (other) Object.assign(record.grant, { username: other.username, userId: other.userId });
        return successor;
      },
    }),
  },
  {
    id: 'refresh-garbage-500',
    breaks: ['RFC6749-5.2-invalid-refresh-token', 'RFC6749-5.2-never-5xx'],
    sentence: 'A refresh token that is not known crashes the look-up.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const record = policy.findRefreshToken(server, token);
        if (!record) throw new Error('no row');
        return record;
      },
    }),
  },
  {
    id: 'refresh-garbage-invalid-request',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that is not known is refused as invalid_request.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const record = policy.findRefreshToken(server, token);
        if (!record) throw invalidRequest('The token is not known');
        return record;
      },
    }),
  },
  {
    id: 'refresh-garbage-401',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that is not known is refused as the resource server would, 401 invalid_token.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const record = policy.findRefreshToken(server, token);
        if (!record) throw new Refusal('invalid_token', 'Cannot read the token');
        return record;
      },
    }),
  },
  {
    id: 'refresh-tampered-accepted',
    breaks: ['RFC6749-10.4-tampered-refresh-token'],
    sentence: 'Only the first half of a refresh token is looked at.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.slice(0, 21)) }),
  },
  {
    id: 'refresh-any-case',
    breaks: ['OAUTH-refresh-token-exact'],
    sentence: 'Refresh tokens are compared without regard to case.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.toLowerCase()) }),
  },
  {
    id: 'refresh-always-refused',
    breaks: ['RFC6749-6-refresh-success'],
    sentence: 'A refresh is always refused.',
    bend: () => ({
      refreshTokenGrant: async () => {
        throw invalidGrant();
      },
    }),
  },
  {
    id: 'replay-of-ancestor-forgotten',
    breaks: ['RFC9700-4.14.2-replay-revokes-family'],
    sentence: 'Of exchanged refresh tokens only the last one is remembered: an older one is merely unknown.',
    bend: (policy) => {
      const last = new WeakMap<Grant, RefreshTokenRecord>();
      return {
        rotate: (server, record, token) => {
          last.set(record.grant, record);
          return policy.rotate(server, record, token);
        },
        findRefreshToken: (server, token) => {
          const record = policy.findRefreshToken(server, token);
          return record?.used && last.get(record.grant) !== record ? undefined : record;
        },
      };
    },
  },
  {
    id: 'ancestor-valid-again',
    breaks: ['RFC9700-4.14.2-old-token-invalidated'],
    sentence: 'Only the last refresh token that was exchanged is blocked: older ones work again.',
    bend: (policy) => {
      const exchanged = new WeakMap<Grant, readonly RefreshTokenRecord[]>();
      return {
        rotate: (server, record, token) => {
          const older = exchanged.get(record.grant) ?? [];
          for (const one of older) one.used = false;
          exchanged.set(record.grant, [...older, record]);
          return policy.rotate(server, record, token);
        },
      };
    },
  },
  {
    id: 'replay-noticed-before-binding',
    breaks: ['OAUTH-foreign-attempt-does-not-revoke'],
    sentence: 'Another client ends the login by presenting a refresh token that was exchanged before.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        const record = policy.findRefreshToken(server, token);
        if (record?.used) policy.onReplay(record);
        return record;
      },
    }),
  },
  {
    id: 'refresh-widens-by-last-scope',
    breaks: ['RFC6749-6-no-scope-widening'],
    sentence: 'Of the scope that a refresh asks for only the last value is compared with what was granted.',
    bend: () => ({ mayNarrowTo: (granted, requested) => granted.includes(requested.at(-1) ?? '') }),
  },
  {
    id: 'refresh-widens-later',
    breaks: ['RFC6749-6-no-scope-widening'],
    sentence: 'The second refresh of a login grants whatever scope it asks for.',
    bend: (policy) => {
      const refreshed = new WeakSet<Grant>();
      return {
        refreshedScope: (server, record, requested) => {
          const scope =
            refreshed.has(record.grant) && requested
              ? requested
              : policy.refreshedScope(server, record, requested);
          refreshed.add(record.grant);
          return scope;
        },
      };
    },
  },
  {
    id: 'refresh-subject-changes-later',
    breaks: ['RFC6749-6-subject-preserved'],
    sentence: 'The second refresh of a login names another user.',
    bend: (policy) => {
      const issued = new WeakMap<Grant, number>();
      return {
        accessTokenClaims: (server, grant, tokenId) => {
          const count = (issued.get(grant) ?? 0) + 1;
          issued.set(grant, count);
          const claims = policy.accessTokenClaims(server, grant, tokenId);
          return count > 2 ? { ...claims, sub: 'system' } : claims;
        },
      };
    },
  },
  {
    id: 'refresh-user-number-lost',
    breaks: ['RFC6749-6-subject-preserved'],
    sentence: 'The token of a refresh has the right name and the number of nobody.',
    bend: (policy) => {
      const seen = new WeakSet<Grant>();
      return {
        accessTokenClaims: (server, grant, tokenId) => {
          const claims = policy.accessTokenClaims(server, grant, tokenId);
          if (seen.has(grant)) return { ...claims, userId: 0 };
          seen.add(grant);
          return claims;
        },
      };
    },
  },
  {
    id: 'refresh-same-token-as-before',
    breaks: ['RFC6749-6-new-access-token-differs'],
    sentence: 'From the second refresh on the access token is no longer a new one.',
    bend: (policy) => {
      const issued = new WeakMap<Grant, Promise<string>[]>();
      return {
        issueAccessToken: (server, grant, scope) => {
          const tokens = issued.get(grant) ?? [];
          const token = tokens[1] ?? Promise.resolve(policy.issueAccessToken(server, grant, scope));
          issued.set(grant, [...tokens, token]);
          return token;
        },
      };
    },
  },
  {
    id: 'refresh-null-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'The refresh token "null" finds the first login that has none stored.',
    bend: meaning((token) => token === 'null'),
  },
  {
    id: 'refresh-wildcard-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'Refresh tokens are looked up by a pattern: "%" matches any.',
    bend: meaning((token) => token === '%'),
  },
  {
    id: 'refresh-operator-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that reads as a query is run as one.',
    bend: meaning((token) => token.startsWith('{')),
  },
  {
    id: 'refresh-sql-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'The refresh token is put into the text of an SQL statement.',
    bend: meaning((token) => /' or '1'='1/i.test(token)),
  },
  {
    id: 'refresh-unsigned-accepted',
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence: 'A refresh token that is a JWT of alg none is believed.',
    bend: meaning((token) => /^ey[\w-]+\.[\w-]+\.$/.test(token)),
  },
  {
    id: 'refresh-unicode-500',
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'A refresh token outside ASCII crashes the look-up.',
    bend: (policy) => ({
      findRefreshToken: (server, token) => {
        if (/[^ -~]/.test(token)) throw new Error('not encodable');
        return policy.findRefreshToken(server, token);
      },
    }),
  },
  {
    id: 'refresh-prefix-accepted',
    breaks: ['RFC6749-10.4-tampered-refresh-token'],
    sentence: 'A refresh token is found by its beginning.',
    bend: finding((known, token) => known.startsWith(token)),
  },
  {
    id: 'refresh-extended-accepted',
    breaks: ['RFC6749-10.4-tampered-refresh-token'],
    sentence: 'What follows a refresh token is cut off, as by a column that is too short.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.slice(0, 43)) }),
  },
  {
    id: 'refresh-quotes-stripped',
    breaks: ['OAUTH-refresh-token-exact'],
    sentence: 'Quotes around a refresh token are taken off.',
    bend: (policy) => ({ refreshTokenKey: (token) => policy.refreshTokenKey(token.replaceAll('"', '')) }),
  },
  {
    id: 'refresh-scheme-stripped',
    breaks: ['OAUTH-refresh-token-exact'],
    sentence: 'A scheme before the refresh token is taken off, as in a header.',
    bend: (policy) => ({
      refreshTokenKey: (token) => policy.refreshTokenKey(token.replace(/^bearer /i, '')),
    }),
  },
  {
    id: 'refresh-token-in-header',
    breaks: ['RFC6749-6-refresh-token-not-in-uri'],
    sentence: 'A refresh token in the Authorization header is taken where the parameter is missing.',
    bend: (policy) => ({
      receive: (sent) => {
        const request = policy.receive(sent);
        const bearer = /^Bearer (.+)$/.exec(headerValues(request, 'Authorization')[0] ?? '')?.[1];
        const body = request.body?.toString() ?? '';
        if (bearer === undefined || !body.includes('=refresh_token') || /(^|&)refresh_token=/.test(body))
          return request;
        return {
          ...request,
          headers: request.headers.filter(([name]) => name.toLowerCase() !== 'authorization'),
          body: Buffer.from(`${body}&${new URLSearchParams({ refresh_token: bearer })}`),
        };
      },
    }),
  },
]);
