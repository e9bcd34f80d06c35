/** Defects of the introspection endpoint (RFC 7662). */
import { refusingIntrospection } from '../../introspection-refusal.js';
import type { Field, OutgoingResponse, Server } from '../../model.js';
import type { Policy } from '../../policy.js';
import { invalidRequest, Refusal } from '../../refusal.js';
import { type Fault, inArea } from '../fault.js';
import { alsoGet, asPost } from './bends.js';

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

export const introspectionFaults: readonly Fault[] = inArea('companions', [
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
    bend: refusingIntrospection((policy, server, refusal, request) => {
      const response = policy.failure(server, refusal, request);
      return { ...response, body: JSON.stringify({ ...JSON.parse(response.body), active: true }) };
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
]);
