/** Defects of revocation, introspection and the protected resource. */
import { decodeJwt } from 'jose';
import type { EndpointName, Field, Grant, IncomingRequest, OutgoingResponse, Server } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidGrant, invalidRequest, invalidToken, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

/** Claims of anything that looks like a JWT, whoever signed it. */
const unverified: Policy['verifiedClaims'] = async (_server, token) => {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
};

/** What a caller of introspection hears that does not authenticate. */
const introspectingBadClients =
  (status: number, code: string) =>
  (policy: Policy): Partial<Policy> => ({
    introspectionCaller: (server, request, parameters) => {
      try {
        return policy.introspectionCaller(server, request, parameters);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'invalid_client') throw error;
        const headers: Field[] = [['WWW-Authenticate', 'Basic realm="sandbox"']];
        throw new Refusal(code, error.message, { status, headers });
      }
    },
  });

const introspectingWithoutToken =
  (answer: (server: Server) => OutgoingResponse) =>
  (policy: Policy): Partial<Policy> => ({
    introspectionEndpoint: async (server, request) => {
      const parameters = policy.readForm(server, request);
      if (parameters.has('token')) return policy.introspectionEndpoint(server, request);
      policy.introspectionCaller(server, request, parameters);
      return answer(server);
    },
  });

const introspectionCaching =
  (...fields: readonly Field[]) =>
  (policy: Policy): Partial<Policy> => ({
    introspectionEndpoint: async (server, request) => {
      const response = await policy.introspectionEndpoint(server, request);
      const others = response.headers.filter(([name]) => !['Cache-Control', 'Pragma'].includes(name));
      return { ...response, headers: [...others, ...fields] };
    },
  });

const alsoGet =
  (policy: Policy, served: EndpointName): Policy['allowedMethods'] =>
  (endpoint) => [...policy.allowedMethods(endpoint), ...(endpoint === served ? ['GET'] : [])];

/** A GET read as the form that its query is. */
function asPost(request: IncomingRequest): IncomingRequest {
  if (request.method !== 'GET') return request;
  const headers: Field[] = [...request.headers, ['Content-Type', 'application/x-www-form-urlencoded']];
  return { ...request, method: 'POST', query: '', headers, body: Buffer.from(request.query) };
}

export const companionFaults: readonly Fault[] = inArea('companions', [
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
    id: 'introspection-open',
    breaks: ['RFC7662-2.1-authorization-required'],
    sentence: 'Anybody may introspect tokens.',
    bend: () => ({ introspectionCaller: () => undefined, mayIntrospect: () => true }),
  },
  {
    id: 'introspection-of-foreign-tokens',
    breaks: ['RFC7662-4-foreign-client'],
    sentence: 'Any client reads the tokens of all clients.',
    bend: () => ({ mayIntrospect: () => true }),
  },
  {
    id: 'introspection-bad-client-inactive',
    breaks: ['RFC7662-2.3-bad-client-401', 'RFC7662-2.1-authorization-required'],
    sentence: 'A caller that fails to authenticate is told the token is inactive.',
    bend: (policy) => ({
      introspectionCaller: (server, request, parameters) => {
        try {
          return policy.introspectionCaller(server, request, parameters);
        } catch {
          return undefined;
        }
      },
    }),
  },
  {
    id: 'introspection-active-string',
    breaks: ['RFC7662-2.2-active-true'],
    sentence: 'active is the string "true".',
    bend: (policy) => ({ activeMembers: (live) => ({ ...policy.activeMembers(live), active: 'true' }) }),
  },
  {
    id: 'introspection-exp-text',
    breaks: ['RFC7662-2.2-member-types'],
    sentence: 'exp is a text.',
    bend: (policy) => ({
      activeMembers: (live) => ({
        ...policy.activeMembers(live),
        exp: new Date((live.claims.exp ?? 0) * 1000).toISOString(),
      }),
    }),
  },
  {
    id: 'introspection-scope-wider',
    breaks: ['RFC7662-2.2-consistent-with-token-response'],
    sentence: 'Introspection lists all scopes of the client.',
    bend: (policy) => ({
      activeMembers: (live) => ({ ...policy.activeMembers(live), scope: 'all read write' }),
    }),
  },
  {
    id: 'introspection-unknown-400',
    breaks: ['RFC7662-2.2-inactive-false'],
    sentence: 'A token that is not active is an error.',
    bend: () => ({
      inactiveMembers: async () => {
        throw invalidRequest('The token is not known');
      },
    }),
  },
  {
    id: 'introspection-inactive-explained',
    breaks: ['RFC7662-2.2-inactive-no-details'],
    sentence: 'Introspection says why a token is not active.',
    bend: () => ({ inactiveMembers: async () => ({ active: false, reason: 'unknown or revoked' }) }),
  },
  {
    id: 'introspection-everything-active',
    breaks: ['RFC7662-2.2-inactive-false', 'RFC7662-4-alg-none-inactive'],
    sentence: 'Whatever is introspected is active.',
    bend: () => ({ inactiveMembers: async () => ({ active: true }) }),
  },
  {
    id: 'introspection-refresh-token-as-access-token',
    breaks: ['RFC6749-1.5-refresh-token-not-at-resource'],
    sentence: 'A refresh token is an active bearer token.',
    bend: (policy) => ({
      inactiveMembers: async (server, token) =>
        policy.findRefreshToken(server, token)
          ? { active: true, token_type: 'bearer' }
          : policy.inactiveMembers(server, token),
    }),
  },
  {
    id: 'introspection-of-revoked-tokens',
    breaks: ['RFC7662-2.2-inactive-false', 'RFC7009-2-revoke-access-token'],
    sentence: 'Introspection does not look at revocations.',
    bend: (policy) => ({
      introspectionEndpoint: (server, request) =>
        policy.introspectionEndpoint(
          { ...server, policy: { ...server.policy, isRevoked: () => false } },
          request,
        ),
    }),
  },
  {
    id: 'introspection-of-revoked-refresh-tokens',
    breaks: ['RFC7662-2.2-inactive-false'],
    sentence: 'Every refresh token that is known is active, the revoked ones as well.',
    bend: (policy) => ({
      inactiveMembers: async (server, token) =>
        policy.findRefreshToken(server, token)
          ? { active: true, typ: 'Refresh' }
          : policy.inactiveMembers(server, token),
    }),
  },
  {
    id: 'introspection-inactive-as-text',
    breaks: ['RFC7662-2.2-inactive-false'],
    sentence: 'An inactive token is answered as text/plain.',
    bend: (policy) => ({
      introspectionEndpoint: async (server, request) => {
        const response = await policy.introspectionEndpoint(server, request);
        if (!response.body.includes('false')) return response;
        const headers = response.headers.filter(([name]) => name !== 'Content-Type');
        return { ...response, headers: [['Content-Type', 'text/plain'], ...headers] };
      },
    }),
  },
  {
    id: 'introspection-echoes-token',
    breaks: ['ASVS5-16.5.1-no-secret-echo'],
    sentence: 'Introspection repeats the token that it was asked about.',
    bend: (policy) => ({
      introspectionEndpoint: async (server, request) => {
        const response = await policy.introspectionEndpoint(server, request);
        const token = new URLSearchParams(request.body?.toString()).get('token');
        return { ...response, body: JSON.stringify({ ...JSON.parse(response.body), token }) };
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
    id: 'introspection-tells-whose',
    breaks: ['RFC7662-2.2-inactive-no-details'],
    sentence: 'A client learns whose token it is that it may not introspect.',
    bend: (policy) => ({
      inactiveMembers: async (server, token) => {
        const { sub } = (await policy.verifiedClaims(server, token)) ?? {};
        return { active: false, ...(sub === undefined ? {} : { sub }) };
      },
    }),
  },
  {
    id: 'introspection-refused-and-told',
    breaks: ['RFC7662-2.1-authorization-required'],
    sentence: 'A caller that does not authenticate is refused with 401 and told that the token is active.',
    bend: (policy) => ({
      introspectionEndpoint: async (server, request) => {
        try {
          return await policy.introspectionEndpoint(server, request);
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== 'invalid_client') throw error;
          const response = policy.failure(server, error, request);
          return { ...response, body: JSON.stringify({ ...JSON.parse(response.body), active: true }) };
        }
      },
    }),
  },
  {
    id: 'introspection-secret-unchecked',
    breaks: ['RFC7662-2.3-bad-client-401'],
    sentence: 'Introspection takes the word of the caller for which client it is.',
    bend: (policy) => ({
      introspectionCaller: (server, request, parameters) =>
        policy.findClient(server, policy.presentedCredentials(server, request, parameters).id) ??
        policy.introspectionCaller(server, request, parameters),
    }),
  },
  {
    id: 'introspection-bad-client-400',
    breaks: ['RFC7662-2.3-bad-client-401'],
    sentence: 'A caller of introspection with a wrong secret is refused with 400, whatever it sent.',
    bend: introspectingBadClients(400, 'invalid_client'),
  },
  {
    id: 'introspection-bad-client-403',
    breaks: ['RFC7662-2.3-bad-client-401'],
    sentence: 'A caller of introspection with a wrong secret is refused with 403.',
    bend: introspectingBadClients(403, 'access_denied'),
  },
  {
    id: 'introspection-bad-client-code',
    breaks: ['RFC7662-2.3-bad-client-401'],
    sentence: 'A caller of introspection with a wrong secret is told that its token is invalid.',
    bend: introspectingBadClients(401, 'invalid_token'),
  },
  {
    id: 'introspection-without-token-500',
    breaks: ['RFC7662-2.1-missing-token-param'],
    sentence: 'Introspection without a token crashes.',
    bend: introspectingWithoutToken(() => {
      throw new Error('token is null');
    }),
  },
  {
    id: 'introspection-without-token-404',
    breaks: ['RFC7662-2.1-missing-token-param'],
    sentence: 'Introspection without a token finds none: 404.',
    bend: introspectingWithoutToken(({ policy }) => {
      throw policy.notFound();
    }),
  },
  {
    id: 'introspection-without-token-active',
    breaks: ['RFC7662-2.1-missing-token-param'],
    sentence: 'Introspection without a token says that it is active.',
    bend: introspectingWithoutToken((server) => ({
      status: 200,
      headers: server.policy.jsonHeaders(server),
      body: '{"active":true}',
    })),
  },
  {
    id: 'introspection-without-token-inactive',
    breaks: ['RFC7662-2.1-missing-token-param'],
    sentence: 'Introspection without a token says that it is inactive.',
    bend: introspectingWithoutToken((server) => ({
      status: 200,
      headers: server.policy.jsonHeaders(server),
      body: '{"active":false}',
    })),
  },
  {
    id: 'introspection-by-get',
    breaks: ['RFC7662-2.1-post'],
    sentence: 'Introspection is served by GET.',
    bend: (policy) => ({
      allowedMethods: alsoGet(policy, 'introspection'),
      introspectionEndpoint: (server, request) => policy.introspectionEndpoint(server, asPost(request)),
    }),
  },
  {
    id: 'introspection-cached-by-anybody',
    breaks: ['RFC7662-2.2-no-store'],
    sentence: 'An introspection response may be kept by every cache for a minute.',
    bend: introspectionCaching(['Cache-Control', 'public, max-age=60']),
  },
  {
    id: 'introspection-caching-unsaid',
    breaks: ['RFC7662-2.2-no-store'],
    sentence: 'An introspection response does not say whether it may be cached.',
    bend: introspectionCaching(),
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
  {
    id: 'resource-open',
    breaks: ['RFC6749-7-invalid-token-refused'],
    sentence: 'The resource takes any token.',
    bend: () => ({ bearerSubject: async () => ({ username: 'anybody', authenticated: true }) }),
  },
  {
    id: 'resource-without-token',
    breaks: ['RFC6749-7-invalid-token-refused'],
    sentence: 'The resource needs no token.',
    bend: (policy) => ({
      resourceEndpoint: async (server, request) =>
        policy.bearerToken(request) === undefined
          ? { status: 200, headers: policy.jsonHeaders(server), body: '{"authenticated":false}' }
          : policy.resourceEndpoint(server, request),
    }),
  },
  {
    id: 'resource-by-refresh-token',
    breaks: ['RFC6749-1.5-refresh-token-not-at-resource'],
    sentence: 'The resource accepts a refresh token.',
    bend: (policy) => ({
      bearerSubject: async (server, tenant, token) =>
        (await policy.bearerSubject(server, tenant, token)) ??
        (policy.findRefreshToken(server, token) && { authenticated: true }),
    }),
  },
  {
    id: 'resource-signature-unchecked',
    breaks: ['RFC6749-7-invalid-token-refused', 'RFC7662-4-alg-none-inactive'],
    sentence: 'The signature of access tokens is not verified, alg none passes.',
    bend: () => ({ verifiedClaims: unverified }),
  },
  {
    id: 'resource-token-in-query',
    breaks: ['RFC6750-2.3-no-token-in-query'],
    sentence: 'The resource takes the token from the query.',
    bend: (policy) => ({
      bearerToken: (request) =>
        policy.bearerToken(request) ?? new URLSearchParams(request.query).get('access_token') ?? undefined,
    }),
  },
  {
    id: 'resource-refuses-valid-token',
    breaks: ['RFC6749-7-access-token-works'],
    sentence: 'The resource refuses tokens of this server.',
    bend: () => ({
      bearerSubject: async () => {
        throw invalidToken();
      },
    }),
  },
  {
    id: 'resource-without-challenge',
    breaks: ['RFC6749-7-invalid-token-refused', 'RFC9110-15.5.2-401-has-challenge'],
    sentence: 'The resource refuses with 401 and no challenge.',
    bend: (policy) => ({
      errorHeaders: (server, refusal, request) =>
        policy
          .errorHeaders(server, refusal, request)
          .filter(([name, value]) => name !== 'WWW-Authenticate' || !value.startsWith('Bearer')),
    }),
  },
]);
