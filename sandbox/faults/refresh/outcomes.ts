/** Defects in what a refresh brings and what it leaves behind (RFC 6749 section 6). */
import type { Grant, Server } from '../../model.js';
import { type Fault, inArea } from '../fault.js';

export const outcomeFaults: readonly Fault[] = inArea('refresh', [
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
]);
