/** Making, keeping and recognising tokens. */
import { createHash, randomBytes } from 'node:crypto';
import { decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { AccessTokenRecord, Grant, RefreshTokenRecord, Server } from '../model.js';

/** 128 bits, base64url. */
export function newTokenId(): string {
  return randomBytes(16).toString('base64url');
}

/** 256 bits, base64url: twice what RFC 6749 section 10.10 demands. */
export function newRefreshToken(_grant: Grant): string {
  return randomBytes(32).toString('base64url');
}

/** The claims of the target's published tokens, and a `jti` so that two tokens of one second differ. */
export function accessTokenClaims(
  server: Pick<Server, 'accessTokenSeconds'>,
  grant: Grant,
  tokenId: string,
): JWTPayload {
  const issuedAt = Math.floor(Date.now() / 1000);
  return {
    sub: grant.username,
    isAccessToken: true,
    exp: issuedAt + server.accessTokenSeconds,
    userId: grant.userId,
    iat: issuedAt,
    jti: tokenId,
  };
}

export function signAccessToken(
  server: Pick<Server, 'signingKey'>,
  claims: JWTPayload,
): Promise<string> | string {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(server.signingKey);
}

export async function issueAccessToken(
  server: Server,
  grant: Grant,
  scope: readonly string[],
): Promise<string> {
  const { policy } = server;
  const tokenId = policy.newTokenId();
  server.tokens.access.set(tokenId, { grant, scope, revoked: false });
  return grant.ofClient
    ? policy.signClientToken(server, policy.clientTokenClaims(server, grant, scope, tokenId))
    : policy.signAccessToken(server, policy.accessTokenClaims(server, grant, tokenId));
}

/** Refresh tokens are kept as digests, so that a look-up leaks nothing by its timing. */
export function refreshTokenKey(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

export function issueRefreshToken(server: Server, grant: Grant): string {
  const token = server.policy.newRefreshToken(grant);
  server.tokens.refresh.set(server.policy.refreshTokenKey(token), { grant, used: false });
  return token;
}

export function findRefreshToken(server: Server, token: string): RefreshTokenRecord | undefined {
  return server.tokens.refresh.get(server.policy.refreshTokenKey(token));
}

/** The claims of an access token that is ours and has not expired. */
export async function verifiedClaims(server: Server, token: string): Promise<JWTPayload | undefined> {
  try {
    if (decodeProtectedHeader(token).alg !== 'HS512')
      return await server.policy.verifiedClientClaims(server, token);
    return (await jwtVerify(token, server.signingKey, { algorithms: ['HS512'] })).payload;
  } catch {
    return undefined;
  }
}

export interface LiveAccessToken {
  readonly claims: JWTPayload;
  readonly record: AccessTokenRecord;
}

export function isRevoked(record: AccessTokenRecord): boolean {
  return record.revoked || record.grant.revoked;
}

/** An access token that may be used in this tenant now; `undefined` for all else. */
export async function liveAccessToken(
  server: Server,
  tenant: string,
  token: string,
): Promise<LiveAccessToken | undefined> {
  const { policy } = server;
  const claims = await policy.verifiedClaims(server, token);
  const record = server.tokens.access.get(claims?.jti ?? '');
  if (!claims || !record || record.grant.tenant !== tenant || policy.isRevoked(record)) return undefined;
  return { claims, record };
}
