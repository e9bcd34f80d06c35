/** Defects of the revocation endpoint (RFC 7009). */
import type { Grant } from '../../model.js';
import { invalidGrant, invalidRequest, Refusal } from '../../refusal.js';
import { type Fault, inArea } from '../fault.js';
import { alsoGet, asPost } from './bends.js';

export const revocationFaults: readonly Fault[] = inArea('companions', [
  {
    id: 'revocation-without-effect',
    breaks: ['RFC7009-2-revoke-refresh-token', 'RFC7009-2.1-revoked-refresh-token-refused'],
    sentence: 'Revocation answers 200 and revokes nothing.',
    bend: () => ({ revoke: async () => undefined }),
  },
  {
    id: 'revocation-leaves-access-tokens',
    breaks: ['RFC7009-2.1-refresh-revokes-access'],
    sentence: 'With a revoked refresh token the access tokens of the login stay alive.',
    bend: (policy) => {
      const ended = new WeakSet<Grant>();
      return {
        revokeGrant: (record) => {
          ended.add(record.grant);
          policy.revokeGrant(record);
        },
        isRevoked: (record) => (ended.has(record.grant) ? record.revoked : policy.isRevoked(record)),
      };
    },
  },
  {
    id: 'revocation-of-access-token-without-effect',
    breaks: ['RFC7009-2-revoke-access-token'],
    sentence: 'Revoking an access token answers 200 and has no effect.',
    bend: () => ({ revokeAccessToken: () => undefined }),
  },
  {
    id: 'revocation-twice-400',
    breaks: ['RFC7009-2.2-idempotent', 'RFC7009-2.2-invalid-token-200'],
    sentence: 'Revoking a token that is not valid is an error.',
    bend: (policy) => ({
      revoke: async (server, client, tenant, token) => {
        const refresh = policy.findRefreshToken(server, token);
        const live = refresh ? !refresh.grant.revoked : await policy.liveAccessToken(server, tenant, token);
        if (!live) throw new Refusal('invalid_grant', 'The token is not valid');
        return policy.revoke(server, client, tenant, token);
      },
    }),
  },
  {
    id: 'revocation-unknown-404',
    breaks: ['RFC7009-2.2-invalid-token-200'],
    sentence: 'Revoking an unknown token answers 404.',
    bend: (policy) => ({
      revoke: async (server, client, tenant, token) => {
        if (!policy.findRefreshToken(server, token) && !token.includes('.')) throw policy.notFound();
        return policy.revoke(server, client, tenant, token);
      },
    }),
  },
  {
    id: 'revocation-without-token-500',
    breaks: ['RFC7009-2.1-missing-token-param', 'RFC6749-5.2-never-5xx'],
    sentence: 'Revocation without a token crashes.',
    bend: (policy) => ({
      requiredParameter: (given, name) => {
        if (name === 'token' && !given.has(name)) throw new Error('token is null');
        return policy.requiredParameter(given, name);
      },
    }),
  },
  {
    id: 'revocation-open',
    breaks: ['RFC7009-2.1-client-auth'],
    sentence: 'Whoever sees a token can revoke it.',
    bend: (policy) => ({
      revocationEndpoint: async (server, request) => {
        const parameters = policy.readForm(server, request);
        const tenant = policy.tenant(server, request);
        const token = policy.requiredParameter(parameters, 'token');
        const owner =
          policy.findRefreshToken(server, token)?.grant.clientId ??
          (await policy.liveAccessToken(server, tenant, token))?.record.grant.clientId;
        const client = owner === undefined ? undefined : policy.findClient(server, owner);
        if (client) await policy.revoke(server, client, tenant, token);
        return policy.revocationAnswer(server);
      },
    }),
  },
  {
    id: 'revocation-not-bound-to-client',
    breaks: ['RFC7009-2.1-bound-to-client'],
    sentence: 'A client can revoke the tokens of another one.',
    bend: () => ({ mayRevoke: () => true }),
  },
  {
    id: 'revocation-plain-text-errors',
    breaks: ['RFC7009-2.2.1-error-format'],
    sentence: 'Errors of the revocation endpoint are plain text.',
    bend: (policy) => ({
      revocationEndpoint: async (server, request) => {
        try {
          return await policy.revocationEndpoint(server, request);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const response = policy.failure(server, error, request);
          const headers = response.headers.filter(([name]) => name !== 'Content-Type');
          return { ...response, headers: [['Content-Type', 'text/plain'], ...headers], body: error.message };
        }
      },
    }),
  },
  {
    id: 'revocation-of-access-token-twice-400',
    breaks: ['RFC7009-2.2-idempotent'],
    sentence: 'An access token that was revoked cannot be revoked once more.',
    bend: (policy) => {
      const ended = new Set<string>();
      return {
        revoke: async (server, client, tenant, token) => {
          if (ended.has(token)) throw invalidRequest('The token was revoked before');
          if (!policy.findRefreshToken(server, token)) ended.add(token);
          return policy.revoke(server, client, tenant, token);
        },
      };
    },
  },
  {
    id: 'revocation-by-get',
    breaks: ['RFC7009-2-post-only'],
    sentence: 'Revocation is served by GET, as an image of any web page can ask for.',
    bend: (policy) => ({
      allowedMethods: alsoGet(policy, 'revocation'),
      revocationEndpoint: (server, request) => policy.revocationEndpoint(server, asPost(request)),
    }),
  },
  {
    id: 'revocation-by-get-then-refused',
    breaks: ['RFC7009-2-post-only'],
    sentence: 'Revocation by GET is refused with 405, after it was done.',
    bend: (policy) => ({
      answer: async (server, endpoint, request) => {
        if (endpoint === 'revocation' && request.method === 'GET')
          await policy.answer(server, endpoint, asPost(request));
        return policy.answer(server, endpoint, request);
      },
    }),
  },
  {
    id: 'revocation-by-get-without-effect',
    breaks: ['RFC7009-2-post-only'],
    sentence: 'Revocation by GET is answered with 200, and nothing is revoked.',
    bend: (policy) => ({
      allowedMethods: alsoGet(policy, 'revocation'),
      revocationEndpoint: async (server, request) =>
        request.method === 'GET'
          ? policy.revocationAnswer(server)
          : policy.revocationEndpoint(server, request),
    }),
  },
  {
    id: 'revocation-of-foreign-access-tokens',
    breaks: ['RFC7009-2.1-bound-to-client'],
    sentence: 'A client can revoke the access tokens of another one.',
    bend: (policy) => ({
      revoke: async (server, client, tenant, token) => {
        const live = await policy.liveAccessToken(server, tenant, token);
        if (live) policy.revokeAccessToken(live);
        else await policy.revoke(server, client, tenant, token);
      },
    }),
  },
  {
    id: 'revocation-of-foreign-access-tokens-refused-late',
    breaks: ['RFC7009-2.1-bound-to-client'],
    sentence: 'A client that revokes the access token of another one is refused, after it was done.',
    bend: (policy) => ({
      revoke: async (server, client, tenant, token) => {
        const live = await policy.liveAccessToken(server, tenant, token);
        if (live) policy.revokeAccessToken(live);
        if (live && !policy.mayRevoke(client, live.record.grant.clientId)) throw invalidGrant();
        await policy.revoke(server, client, tenant, token);
      },
    }),
  },
]);
