/** Authorization code (RFC 6749 section 4.1), device code (RFC 8628), JWT assertion (RFC 7523), token exchange (RFC 8693). */
import { createHash, verify } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Client, User } from '../directory.js';
import type { CodeRecord, Grant, IncomingRequest, Issued, Parameters, Server } from '../model.js';
import { invalidGrant, invalidRequest, Refusal } from '../refusal.js';
import { hasNotExpired, readJwt } from './client-assertions.js';

/** The identity provider whose assertions are trusted. */
export const assertionIssuer = 'https://identity.sandbox.example';

async function issueOn(
  server: Server,
  client: Client,
  grant: Grant,
  scope: readonly string[],
): Promise<Issued> {
  const { policy } = server;
  return {
    accessToken: await policy.issueAccessToken(server, grant, scope),
    refreshToken: policy.mayUse(client, 'refresh_token')
      ? policy.issueRefreshToken(server, grant)
      : undefined,
    grant,
    scope,
  };
}

function issueTo(server: Server, client: Client, user: User, scope: readonly string[]): Promise<Issued> {
  return issueOn(server, client, server.policy.newGrant(client, user, scope), scope);
}

export function findCode(server: Server, code: string, kind: CodeRecord['kind']): CodeRecord | undefined {
  const record = server.tokens.codes.get(code);
  return record?.kind === kind ? record : undefined;
}

/** RFC 6749 section 4.1.3: "ensure that the authorization code was issued to the authenticated confidential client". */
export function isCodeOf(record: CodeRecord, client: Client): boolean {
  return record.clientId === client.id;
}

/** Section 4.1.3: "REQUIRED, if the "redirect_uri" parameter was included in the authorization request", "identical". */
export function redirectUriMatches({ redirectUri }: CodeRecord, parameters: Parameters): boolean {
  return redirectUri === undefined || parameters.get('redirect_uri') === redirectUri;
}

/** RFC 7636 section 4.6. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

export function verifierMatches(
  { policy }: Server,
  { challenge }: CodeRecord,
  verifier: string | undefined,
): boolean {
  if (challenge === undefined) return verifier === undefined;
  return verifier !== undefined && policy.challengeOf(verifier) === challenge;
}

/** RFC 6749 section 4.1.2: "SHOULD revoke (when possible) all tokens previously issued based on that authorization code". */
export function onCodeReplay({ exchangedFor }: CodeRecord): void {
  if (exchangedFor) exchangedFor.revoked = true;
}

/** "The client MUST NOT use the authorization code more than once." */
export function isUsedUp({ exchangedFor }: CodeRecord): boolean {
  return exchangedFor !== undefined;
}

export function codeRefusal(): Refusal {
  return invalidGrant();
}

async function exchangeCode(server: Server, client: Client, record: CodeRecord): Promise<Issued> {
  if (server.policy.isUsedUp(record)) {
    server.policy.onCodeReplay(record);
    throw server.policy.codeRefusal();
  }
  // Before anything is waited for: the code may be on its way a second time.
  const grant = server.policy.newGrant(client, record.user, record.scope);
  record.exchangedFor = grant;
  return issueOn(server, client, grant, record.scope);
}

export async function authorizationCodeGrant(
  server: Server,
  _request: IncomingRequest,
  client: Client,
  _tenant: string,
  parameters: Parameters,
): Promise<Issued> {
  const { policy } = server;
  const record = policy.findCode(server, policy.requiredParameter(parameters, 'code'), 'code');
  if (!record || !policy.isCodeOf(record, client)) throw policy.codeRefusal();
  if (!policy.redirectUriMatches(record, parameters)) throw policy.codeRefusal();
  if (!policy.verifierMatches(server, record, parameters.get('code_verifier'))) throw policy.codeRefusal();
  return exchangeCode(server, client, record);
}

/** RFC 8628 section 3.5, by the state of the device code. */
export function deviceRefusal({ state }: CodeRecord): Refusal | undefined {
  if (state === 'approved') return undefined;
  const code =
    state === 'pending' ? 'authorization_pending' : state === 'denied' ? 'access_denied' : 'expired_token';
  return new Refusal(code, 'The device is not approved');
}

export async function deviceCodeGrant(
  server: Server,
  _request: IncomingRequest,
  client: Client,
  _tenant: string,
  parameters: Parameters,
): Promise<Issued> {
  const { policy } = server;
  const given = policy.requiredParameter(parameters, 'device_code');
  const record = policy.findCode(server, given, 'device_code');
  if (!record || !policy.isCodeOf(record, client)) throw policy.codeRefusal();
  const refusal = policy.deviceRefusal(record);
  if (refusal) throw refusal;
  return exchangeCode(server, client, record);
}

/** Signed by the identity provider (RFC 7523 section 3, rule 9). */
export function isSignedByIssuer({ publishedKey }: Server, assertion: string): boolean {
  const jwt = readJwt(assertion);
  const key = { key: publishedKey.publicKey, dsaEncoding: 'ieee-p1363' } as const;
  return jwt?.algorithm === 'ES256' && verify('sha256', Buffer.from(jwt.input), key, jwt.signature);
}

/** Rule 3. */
export function isAssertedForUs(server: Server, { aud }: JWTPayload): boolean {
  return aud === `${server.location.url}/oauth/token`;
}

/** Rule 4. */
export function isAssertedInTime(claims: JWTPayload): boolean {
  return hasNotExpired(claims);
}

/** Whom the assertion is about. Throws `invalid_grant` (section 3.1). */
export function assertedUser(server: Server, tenant: string, assertion: string): User {
  const { policy } = server;
  const claims = readJwt(assertion)?.claims;
  const trusted =
    claims?.iss === assertionIssuer &&
    policy.isSignedByIssuer(server, assertion) &&
    policy.isAssertedForUs(server, claims) &&
    policy.isAssertedInTime(claims);
  const user = trusted ? policy.findUser(server, tenant, claims.sub ?? '') : undefined;
  if (!user) throw policy.codeRefusal();
  return user;
}

export async function assertionGrant(
  server: Server,
  _request: IncomingRequest,
  client: Client,
  tenant: string,
  parameters: Parameters,
): Promise<Issued> {
  const { policy } = server;
  const user = policy.assertedUser(server, tenant, policy.requiredParameter(parameters, 'assertion'));
  return issueTo(server, client, user, policy.defaultScope(client));
}

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

/** RFC 8693 section 2.2.2: "if either the subject_token or actor_token are invalid", `invalid_request`. */
export function exchangeRefusal(): Refusal {
  return invalidRequest('The token is not valid for an exchange');
}

/** Section 2.1: "REQUIRED when the actor_token parameter is present … but MUST NOT be included otherwise". */
export function actorIsComplete(parameters: Parameters): boolean {
  return parameters.has('actor_token') === parameters.has('actor_token_type');
}

export async function exchangeGrant(
  server: Server,
  _request: IncomingRequest,
  client: Client,
  tenant: string,
  parameters: Parameters,
): Promise<Issued> {
  const { policy } = server;
  const token = policy.requiredParameter(parameters, 'subject_token');
  const type = policy.requiredParameter(parameters, 'subject_token_type');
  if (!policy.actorIsComplete(parameters)) throw policy.exchangeRefusal();
  const live = await policy.liveAccessToken(server, tenant, token);
  const user = live && policy.findUser(server, tenant, live.record.grant.username);
  if (type !== accessTokenType || !user) throw policy.exchangeRefusal();
  const issued = await issueTo(server, client, user, policy.defaultScope(client));
  return { ...issued, refreshToken: undefined, issuedTokenType: accessTokenType };
}
