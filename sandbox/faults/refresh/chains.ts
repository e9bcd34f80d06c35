/** Defects that show only after several refreshes in a row. */
import type { Grant, RefreshTokenRecord } from '../../model.js';
import { type Fault, inArea } from '../fault.js';

export const chainFaults: readonly Fault[] = inArea('refresh', [
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
]);
