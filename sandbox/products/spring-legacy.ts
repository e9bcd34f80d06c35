/**
 * A token endpoint as Spring Security OAuth 2.x makes one in Apache Fineract up to 1.5. It deviates from RFC 6749 where
 * they do, and from the sound server in nothing else.
 */
import type { Client } from '../directory.js';
import type { Issued, OutgoingResponse, Server } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidGrant, Refusal } from '../refusal.js';
import type { Product } from './product.js';

/** Thrown by a filter before OAuth has a say: the container writes its error page. */
class TenantRefusal extends Refusal {}

function containerPage({ policy }: Server, { message }: Refusal): OutgoingResponse {
  const title = 'HTTP Status 400 – Bad Request';
  return {
    status: 400,
    headers: [
      ['Content-Type', 'text/html;charset=utf-8'],
      ['WWW-Authenticate', 'Basic realm="API"'],
      ...policy.commonHeaders(),
    ],
    body: `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${message}</p></body></html>`,
  };
}

const noAuthentication = 'An Authentication object was not found in the SecurityContext';

/** The filter for clients reads client_id of the form and nothing else: without it the request is nobody's. */
const unauthorized = (): Refusal =>
  new Refusal('unauthorized', noAuthentication, {
    status: 401,
    headers: [
      [
        'WWW-Authenticate',
        `Bearer realm="API", error="unauthorized", error_description="${noAuthentication}"`,
      ],
    ],
  });

const echoed = (token: string): string => token.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');

/** Refresh tokens that were issued here, by the key they are kept under: what is gone of them has expired. */
function knownRefreshTokens(policy: Policy): Pick<Policy, 'issueRefreshToken' | 'redeemable'> {
  const issued = new Set<string>();
  return {
    issueRefreshToken: (server, grant) => {
      const token = policy.issueRefreshToken(server, grant);
      issued.add(server.policy.refreshTokenKey(token));
      return token;
    },
    redeemable: (server, client, tenant, token) => {
      const record = server.policy.findRefreshToken(server, token);
      if (!record && issued.has(server.policy.refreshTokenKey(token)))
        throw new Refusal('invalid_token', `Invalid refresh token (expired): ${echoed(token)}`);
      if (!record) throw new Refusal('invalid_grant', `Invalid refresh token: ${echoed(token)}`);
      if (!server.policy.isBoundTo(record.grant, client, tenant)) throw invalidGrant();
      return policy.redeemable(server, client, tenant, token);
    },
  };
}

/** JdbcTokenStore: one token for each client, user and scope, for as long as it lives; `expires_in` is what is left. */
function keptTokens(policy: Policy): Pick<Policy, 'passwordGrant' | 'successMembers'> {
  const kept = new Map<string, Issued>();
  const issuedAt = new Map<string, number>();
  const keyOf = (client: Client, tenant: string, username: string, scope: readonly string[]): string =>
    JSON.stringify([client.id, tenant, username, ...scope.toSorted()]);
  return {
    passwordGrant: async (server, request, client, tenant, parameters) => {
      if (!parameters.has('username') || !parameters.has('password'))
        throw new Refusal('invalid_grant', 'Bad credentials');
      const issued = await policy.passwordGrant(server, request, client, tenant, parameters);
      const key = keyOf(client, tenant, issued.grant.username, issued.scope);
      const known = kept.get(key);
      if (known && (await server.policy.liveAccessToken(server, tenant, known.accessToken))) return known;
      kept.set(key, issued);
      issuedAt.set(issued.accessToken, Date.now());
      return issued;
    },
    successMembers: (server, issued) => {
      const age = Date.now() - (issuedAt.get(issued.accessToken) ?? Date.now());
      const left = Math.floor((server.accessTokenSeconds * 1000 - age) / 1000);
      return { ...policy.successMembers(server, issued), expires_in: Math.max(0, left) };
    },
  };
}

export const springLegacy: Product = {
  id: 'spring-legacy',
  sentence: 'The server answers as Spring Security OAuth 2.x does in Apache Fineract up to 1.5.',
  profile: 'spring-security-oauth',
  bend: (policy) => ({
    tenant: (server, request) => {
      try {
        return policy.tenant(server, request);
      } catch (problem) {
        throw problem instanceof Refusal ? new TenantRefusal(problem.code, problem.message) : problem;
      }
    },
    failure: (server, refusal, request) =>
      refusal instanceof TenantRefusal
        ? containerPage(server, refusal)
        : policy.failure(server, refusal, request),
    // The filter comes before the endpoint reads anything of the request but the form.
    presentedCredentials: (_server, _request, parameters) => {
      const id = parameters.get('client_id');
      if (id === undefined) throw unauthorized();
      return { id, secret: parameters.get('client_secret') };
    },
    clientChallenge: () =>
      'Form realm="API", error="invalid_client", error_description="Bad client credentials"',
    methodNotAllowed: () =>
      new Refusal('method_not_allowed', 'Request method is not supported', { status: 405 }),
    tokenEndpoint: async (server, request) => {
      try {
        return await policy.tokenEndpoint(server, request);
      } catch (problem) {
        throw problem instanceof Refusal && problem.code === 'unauthorized_client'
          ? new Refusal('invalid_client', 'Unauthorized grant type')
          : problem;
      }
    },
    ...keptTokens(policy),
    // reuseRefreshToken: true, the default.
    rotate: (_server, _record, token) => token,
    ...knownRefreshTokens(policy),
  }),
};
