/** The order of decisions at each endpoint: HTTP, form, headers, client, then what the endpoint is for. */
import type { Client } from '../directory.js';
import {
  type EndpointName,
  headerValues,
  type IncomingRequest,
  type OutgoingResponse,
  type Parameters,
  type RefreshTokenRecord,
  type Server,
} from '../model.js';
import { invalidClient, invalidGrant, invalidRequest, invalidToken, Refusal } from '../refusal.js';
import type { LiveAccessToken } from './tokens.js';

/** The parameters of a form request. */
export function readForm(server: Server, request: IncomingRequest): Parameters {
  const { policy } = server;
  if (request.body === undefined) throw policy.tooLarge();
  policy.acceptMediaType(server, request);
  return policy.parameters(server, request);
}

const grantsByType = {
  password: 'passwordGrant',
  refresh_token: 'refreshTokenGrant',
  client_credentials: 'clientCredentialsGrant',
  authorization_code: 'authorizationCodeGrant',
  'urn:ietf:params:oauth:grant-type:device_code': 'deviceCodeGrant',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'assertionGrant',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'exchangeGrant',
} as const;

/** POST /oauth/token: RFC 6749 section 3.2. */
export async function tokenEndpoint(server: Server, request: IncomingRequest): Promise<OutgoingResponse> {
  const { policy } = server;
  const parameters = policy.readForm(server, request);
  const tenant = policy.tenant(server, request);
  policy.requireClientAddress(server, request);
  policy.requireDevice(server, request);
  const client = policy.authenticateClient(server, request, parameters);
  const grantType = policy.grantType(server, parameters);
  if (!policy.mayUse(client, grantType))
    throw new Refusal('unauthorized_client', 'The client may not use this grant type');
  const issue = policy[grantsByType[grantType]];
  return policy.success(server, request, await issue(server, request, client, tenant, parameters));
}

/** What RFC 7009 and RFC 7662 have in common: an authenticated client and a token. */
function aboutToken(server: Server, request: IncomingRequest) {
  const { policy } = server;
  const parameters = policy.readForm(server, request);
  const tenant = policy.tenant(server, request);
  return { parameters, tenant };
}

/** Ends a token. Throws when it is another client's; an unknown one is nothing to end. */
export async function revoke(server: Server, client: Client, tenant: string, token: string): Promise<void> {
  const { policy } = server;
  const refresh = policy.findRefreshToken(server, token);
  const access = refresh ? undefined : await policy.liveAccessToken(server, tenant, token);
  const grant = refresh?.grant ?? access?.record.grant;
  if (!grant || grant.tenant !== tenant) return;
  if (!policy.mayRevoke(client, grant.clientId)) throw invalidGrant();
  // Section 2.1: with a refresh token go the access tokens of the same grant.
  if (refresh) policy.revokeGrant(refresh);
  if (access) policy.revokeAccessToken(access);
}

/** RFC 7009 section 2.1: issued to the client making the request. */
export function mayRevoke(client: Client, owner: string): boolean {
  return client.id === owner;
}

export function revokeGrant({ grant }: RefreshTokenRecord): void {
  grant.revoked = true;
}

export function revokeAccessToken({ record }: LiveAccessToken): void {
  record.revoked = true;
}

export function revocationAnswer(server: Server): OutgoingResponse {
  return { status: 200, headers: server.policy.commonHeaders(), body: '' };
}

/** POST /oauth/revoke: RFC 7009 section 2. `token_type_hint` is not needed: both kinds are looked through. */
export async function revocationEndpoint(
  server: Server,
  request: IncomingRequest,
): Promise<OutgoingResponse> {
  const { policy } = server;
  const { parameters, tenant } = aboutToken(server, request);
  const client = policy.authenticateClient(server, request, parameters);
  await policy.revoke(server, client, tenant, policy.requiredParameter(parameters, 'token'));
  return policy.revocationAnswer(server);
}

/** RFC 7662 section 2.1: the caller must be authorised; a public client cannot be. */
export function introspectionCaller(
  server: Server,
  request: IncomingRequest,
  parameters: Parameters,
): Client | undefined {
  const client = server.policy.authenticateClient(server, request, parameters);
  if (client.secretDigest === undefined) throw invalidClient();
  return client;
}

/** Section 4: an unrelated client learns nothing about another one's token. */
export function mayIntrospect(client: Client | undefined, owner: string): boolean {
  return client?.id === owner;
}

export function activeMembers({ claims, record }: LiveAccessToken): Record<string, unknown> {
  return {
    active: true,
    scope: record.scope.join(' '),
    client_id: record.grant.clientId,
    ...(record.grant.ofClient ? {} : { username: record.grant.username }),
    token_type: 'bearer',
    exp: claims.exp,
    iat: claims.iat,
    sub: claims.sub,
    jti: claims.jti,
  };
}

/** Section 2.2: nothing else is said about a token that is not active. */
export async function inactiveMembers(_server: Server, _token: string): Promise<Record<string, unknown>> {
  return { active: false };
}

/** POST /oauth/introspect: RFC 7662 section 2, for access tokens. */
export async function introspectionEndpoint(
  server: Server,
  request: IncomingRequest,
): Promise<OutgoingResponse> {
  const { policy } = server;
  const { parameters, tenant } = aboutToken(server, request);
  const client = policy.introspectionCaller(server, request, parameters);
  const token = policy.requiredParameter(parameters, 'token');
  const live = await policy.liveAccessToken(server, tenant, token);
  const visible = live && policy.mayIntrospect(client, live.record.grant.clientId);
  const members = visible ? policy.activeMembers(live) : await policy.inactiveMembers(server, token);
  return { status: 200, headers: policy.jsonHeaders(server), body: JSON.stringify(members) };
}

/** RFC 6750 section 2.1; `undefined`: no bearer token was sent. */
export function bearerToken(request: IncomingRequest): string | undefined {
  const [authorization, ...more] = headerValues(request, 'Authorization');
  if (more.length > 0) throw invalidRequest('The header Authorization is repeated');
  return /^bearer +(.*)$/i.exec(authorization ?? '')?.[1];
}

/** Whom a token stands for at the protected resource. */
export async function bearerSubject(
  server: Server,
  tenant: string,
  token: string,
): Promise<Record<string, unknown> | undefined> {
  const live = await server.policy.liveAccessToken(server, tenant, token);
  if (!live) return undefined;
  const { username, userId, clientId, ofClient } = live.record.grant;
  const subject = ofClient ? { clientId } : { username, userId };
  return { ...subject, authenticated: true, scope: live.record.scope.join(' ') };
}

/** GET /userdetails: a protected resource, RFC 6750. */
export async function resourceEndpoint(server: Server, request: IncomingRequest): Promise<OutgoingResponse> {
  const { policy } = server;
  const tenant = policy.tenant(server, request);
  const token = policy.bearerToken(request);
  if (token === undefined) throw new Refusal(undefined, 'No access token was sent');
  const subject = await policy.bearerSubject(server, tenant, token);
  if (!subject) throw invalidToken();
  return { status: 200, headers: policy.jsonHeaders(server), body: JSON.stringify(subject) };
}

/** An answer for every request, and what lets browsers read it. */
export async function answer(
  server: Server,
  endpoint: EndpointName | undefined,
  request: IncomingRequest,
): Promise<OutgoingResponse> {
  const { policy } = server;
  const response = await policy.settle(server, endpoint, request);
  return { ...response, headers: [...response.headers, ...policy.corsHeaders(server, request)] };
}

/** Host and methods first, and refusals of all kinds turned into responses. */
export async function settle(
  server: Server,
  endpoint: EndpointName | undefined,
  request: IncomingRequest,
): Promise<OutgoingResponse> {
  const { policy } = server;
  try {
    if (!policy.isHostRight(headerValues(request, 'Host'), request.httpVersion)) throw policy.wrongHost();
    if (endpoint === undefined) throw policy.notFound();
    const allowed = policy.allowedMethods(endpoint);
    if (!allowed.includes(request.method)) throw policy.methodNotAllowed(allowed);
    if (request.method === 'OPTIONS') return policy.optionsAnswer(server, allowed);
    return await policy[`${endpoint}Endpoint`](server, request);
  } catch (error) {
    return policy.failure(server, error instanceof Refusal ? error : policy.unexpected(error), request);
  }
}
