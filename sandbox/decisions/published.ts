/** What the server tells about itself: its metadata (RFC 8414) and its keys (RFC 7517). */
import type { JWK } from 'jose';
import type { IncomingRequest, OutgoingResponse, Server } from '../model.js';
import type { Members } from './answers.js';

/** RFC 8414 section 2: a URL without query and fragment. */
export function issuer({ location }: Server): string {
  return location.url;
}

/** Section 2. `response_types_supported` has no elements here, so section 3.2 has it left out. */
export function metadataMembers(server: Server): Members {
  const { url } = server.location;
  const methods = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer: server.policy.issuer(server),
    token_endpoint: `${url}/oauth/token`,
    token_endpoint_auth_methods_supported: [...methods, 'none'],
    grant_types_supported: ['password', 'refresh_token', 'client_credentials'],
    scopes_supported: ['all', 'read'],
    revocation_endpoint: `${url}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: [...methods, 'none'],
    introspection_endpoint: `${url}/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: methods,
    jwks_uri: `${url}/oauth/jwks`,
  };
}

/** GET /.well-known/oauth-authorization-server: section 3. */
export async function metadataEndpoint(server: Server, _request: IncomingRequest): Promise<OutgoingResponse> {
  const { policy } = server;
  return {
    status: 200,
    headers: policy.jsonHeaders(server),
    body: JSON.stringify(policy.metadataMembers(server)),
  };
}

/** The keys by which access tokens are verified, without any private part. */
export function publishedKeys({ publishedKey }: Server): readonly JWK[] {
  const { kid, alg, publicKey } = publishedKey;
  return [{ ...(publicKey.export({ format: 'jwk' }) as JWK), kid, alg, use: 'sig' }];
}

/** GET /oauth/jwks: RFC 7517 section 5. */
export async function jwksEndpoint(server: Server, _request: IncomingRequest): Promise<OutgoingResponse> {
  const { policy } = server;
  return {
    status: 200,
    headers: policy.jsonHeaders(server),
    body: JSON.stringify({ keys: policy.publishedKeys(server) }),
  };
}
