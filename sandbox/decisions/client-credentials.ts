/**
 * The client credentials grant (RFC 6749 section 4.4), for the clients that are registered for it. Its access tokens
 * follow RFC 9068 and are signed with the published key, so that any resource server can verify them.
 */
import { type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Client } from '../directory.js';
import type { Grant, IncomingRequest, Issued, Parameters, PublishedKey, Server } from '../model.js';
import { Refusal } from '../refusal.js';

/** Section 4.4: "The client credentials grant type MUST only be used by confidential clients." */
export function mayActForItself(client: Client): boolean {
  return client.secretDigest !== undefined;
}

export function clientGrant(client: Client, tenant: string, scope: readonly string[]): Grant {
  return {
    clientId: client.id,
    tenant,
    username: client.id,
    userId: 0,
    scope,
    ofClient: true,
    revoked: false,
  };
}

/** Section 4.4.3: "A refresh token SHOULD NOT be included." */
export function refreshTokenForClient(_server: Server, _grant: Grant): string | undefined {
  return undefined;
}

export async function clientCredentialsGrant(
  server: Server,
  _request: IncomingRequest,
  client: Client,
  tenant: string,
  parameters: Parameters,
): Promise<Issued> {
  const { policy } = server;
  if (!policy.mayActForItself(client))
    throw new Refusal('unauthorized_client', 'A public client may not use this grant type');
  const scope = policy.requestedScope(server, client, parameters) ?? policy.defaultScope(client);
  const grant = policy.clientGrant(client, tenant, scope);
  return {
    accessToken: await policy.issueAccessToken(server, grant, scope),
    refreshToken: policy.refreshTokenForClient(server, grant),
    grant,
    scope,
  };
}

/** RFC 9068 section 2.2. */
export function clientTokenClaims(
  server: Server,
  grant: Grant,
  scope: readonly string[],
  tokenId: string,
): JWTPayload {
  const { isAccessToken: _, userId: __, ...claims } = server.policy.accessTokenClaims(server, grant, tokenId);
  return {
    ...claims,
    iss: server.policy.issuer(server),
    aud: 'https://api.example/accounts',
    client_id: grant.clientId,
    scope: scope.join(' '),
  };
}

/** RFC 9068 section 2.1. */
export function clientTokenHeader({ alg, kid }: PublishedKey): JWTHeaderParameters {
  return { alg, typ: 'at+jwt', kid };
}

export function signClientToken(server: Server, claims: JWTPayload): Promise<string> | string {
  const { policy, publishedKey } = server;
  return new SignJWT(claims)
    .setProtectedHeader(policy.clientTokenHeader(publishedKey))
    .sign(publishedKey.privateKey);
}

/** Throws when the token is not one of ours, or has expired. */
export async function verifiedClientClaims(server: Server, token: string): Promise<JWTPayload | undefined> {
  const { alg, publicKey } = server.publishedKey;
  return (await jwtVerify(token, publicKey, { algorithms: [alg] })).payload;
}
