/** The two grants of the target. All that may refuse comes first: a refused refresh consumes nothing. */
import type { Client, User } from '../directory.js';
import type {
  Grant,
  GrantType,
  IncomingRequest,
  Issued,
  Parameters,
  RefreshTokenRecord,
  Server,
} from '../model.js';
import { invalidGrant, invalidScope, Refusal } from '../refusal.js';

const grantTypes: readonly GrantType[] = [
  'password',
  'refresh_token',
  'client_credentials',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
];

/** Compared exactly. `undefined`: a grant that is not offered. */
export function recogniseGrantType(value: string): GrantType | undefined {
  return grantTypes.find((known) => known === value);
}

export function unsupportedGrantType(): Refusal {
  return new Refusal('unsupported_grant_type', 'The grant type is not supported');
}

export function grantType(server: Server, parameters: Parameters): GrantType {
  const { policy } = server;
  const known = policy.recogniseGrantType(policy.requiredParameter(parameters, 'grant_type'));
  if (!known) throw policy.unsupportedGrantType();
  return known;
}

export function newGrant(client: Client, user: User, scope: readonly string[]): Grant {
  const { tenant, username, userId } = user;
  return { clientId: client.id, tenant, username, userId, scope, revoked: false };
}

/** RFC 6749 section 4.3. */
export async function passwordGrant(
  server: Server,
  request: IncomingRequest,
  client: Client,
  tenant: string,
  parameters: Parameters,
): Promise<Issued> {
  const { policy } = server;
  policy.requiredParameter(parameters, 'username');
  policy.requiredParameter(parameters, 'password');
  const scope = policy.requestedScope(server, client, parameters) ?? policy.defaultScope(client);
  const user = policy.authenticateUser(server, request, tenant, parameters);
  const grant = policy.newGrant(client, user, scope);
  return {
    accessToken: await policy.issueAccessToken(server, grant, scope),
    refreshToken: policy.issueRefreshToken(server, grant),
    grant,
    scope,
  };
}

/** RFC 6749 section 10.4: bound to the client, and here to the tenant. */
export function isBoundTo(grant: Grant, client: Client, tenant: string): boolean {
  return grant.clientId === client.id && grant.tenant === tenant;
}

/** RFC 9700 section 4.14.2: a replay means that two parties hold the token, so all that descends from the login ends. */
export function onReplay(record: RefreshTokenRecord): void {
  record.grant.revoked = true;
}

/** The record of a refresh token that may be exchanged now. Throws `invalid_grant`. */
export function redeemable(
  server: Server,
  client: Client,
  tenant: string,
  token: string,
): RefreshTokenRecord {
  const { policy } = server;
  const record = policy.findRefreshToken(server, token);
  // Before the replay rule: a stranger must not be able to end somebody's login.
  if (!record || !policy.isBoundTo(record.grant, client, tenant)) throw invalidGrant();
  if (record.used) policy.onReplay(record);
  if (record.used || record.grant.revoked) throw invalidGrant();
  return record;
}

/** Section 6: the scope of the new access token, by default the one originally granted. */
export function refreshedScope(
  server: Server,
  record: RefreshTokenRecord,
  requested: readonly string[] | undefined,
): readonly string[] {
  if (requested === undefined) return record.grant.scope;
  if (!server.policy.mayNarrowTo(record.grant.scope, requested)) throw invalidScope();
  return requested;
}

/** The old token ends and its successor begins, at once and without an await between. */
export function rotate(server: Server, record: RefreshTokenRecord, _token: string): string {
  record.used = true;
  return server.policy.issueRefreshToken(server, record.grant);
}

/** RFC 6749 section 6. */
export async function refreshTokenGrant(
  server: Server,
  _request: IncomingRequest,
  client: Client,
  tenant: string,
  parameters: Parameters,
): Promise<Issued> {
  const { policy } = server;
  const token = policy.requiredParameter(parameters, 'refresh_token');
  const requested = policy.requestedScope(server, client, parameters);
  const record = policy.redeemable(server, client, tenant, token);
  const scope = policy.refreshedScope(server, record, requested);
  const refreshToken = policy.rotate(server, record, token);
  const accessToken = await policy.issueAccessToken(server, record.grant, scope);
  return { accessToken, refreshToken, grant: record.grant, scope };
}
