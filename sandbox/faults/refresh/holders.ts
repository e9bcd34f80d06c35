/** Defects in who may present a refresh token, and how often (RFC 6749 section 10.4, RFC 9700 section 4.14.2). */
import type { Grant } from '../../model.js';
import { invalidRequest } from '../../refusal.js';
import { type Fault, inArea } from '../fault.js';

const isRefreshRequest = (parameters: ReadonlyMap<string, string>): boolean =>
  parameters.get('grant_type') === 'refresh_token';

export const holderFaults: readonly Fault[] = inArea('refresh', [
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
]);
