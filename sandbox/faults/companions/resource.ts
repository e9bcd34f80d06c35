/** Defects in what a protected resource takes for a token (RFC 6750). */
import { decodeJwt } from 'jose';
import type { Policy } from '../../policy.js';
import { invalidToken } from '../../refusal.js';
import { type Fault, inArea } from '../fault.js';

/** Claims of anything that looks like a JWT, whoever signed it. */
const unverified: Policy['verifiedClaims'] = async (_server, token) => {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
};

export const resourceFaults: readonly Fault[] = inArea('companions', [
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
