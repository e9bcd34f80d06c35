/** RFC 6749 section 2.3: who the client is, by HTTP Basic or in the body, never by both. */
import type { Client } from '../directory.js';
import {
  type AuthenticationMethod,
  type ClientCredentials,
  type GrantType,
  headerValues,
  type IncomingRequest,
  type Parameters,
  type Server,
} from '../model.js';
import { invalidClient, invalidRequest, Refusal } from '../refusal.js';
import { isSignedBySecret } from './client-assertions.js';

/** RFC 9110 section 11.1: the scheme's name is compared without regard to case. */
export function isBasicScheme(scheme: string): boolean {
  return scheme.toLowerCase() === 'basic';
}

/** Section 2.3.1: id and secret are form-encoded, each on its own, before they are joined by a colon. */
export function decodeBasicPart(server: Server, text: string): string {
  return server.policy.decodeComponent(server, text);
}

/** RFC 7617 section 2: the first colon separates. */
export function splitUserPass(text: string): [id: string, secret: string] | undefined {
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

/** The credentials of an Authorization field. Throws `invalid_client`. */
export function headerCredentials(server: Server, authorization: string): ClientCredentials {
  const { policy } = server;
  const [, scheme = '', token = ''] = /^(\S*) *(.*)$/.exec(authorization) ?? [];
  if (!policy.isBasicScheme(scheme) || !/^[A-Za-z0-9+/]+={0,2}$/.test(token)) throw invalidClient();
  const parts = policy.splitUserPass(Buffer.from(token, 'base64').toString('latin1'));
  if (!parts) throw invalidClient();
  try {
    const [id, secret] = parts.map((part) => policy.decodeBasicPart(server, part));
    return { id: id ?? '', secret: secret || undefined };
  } catch (error) {
    throw error instanceof Refusal ? invalidClient() : error;
  }
}

/** "The client MUST NOT use more than one authentication method in each request." */
export function usesTwoMethods(authorization: string | undefined, parameters: Parameters): boolean {
  const ways = [
    authorization !== undefined,
    parameters.has('client_secret'),
    parameters.has('client_assertion'),
  ];
  return ways.filter(Boolean).length > 1;
}

/** A client_id beside HTTP Basic only identifies (section 3.2.1), so it must say the same. */
export function contradicts(credentials: ClientCredentials, parameters: Parameters): boolean {
  return parameters.has('client_id') && parameters.get('client_id') !== credentials.id;
}

export function presentedCredentials(
  server: Server,
  request: IncomingRequest,
  parameters: Parameters,
): ClientCredentials {
  const { policy } = server;
  const [authorization, ...more] = headerValues(request, 'Authorization');
  if (more.length > 0) throw invalidRequest('The header Authorization is repeated');
  if (policy.usesTwoMethods(authorization, parameters))
    throw invalidRequest('The client uses more than one authentication method');
  if (authorization !== undefined) {
    const credentials = policy.headerCredentials(server, authorization);
    if (policy.contradicts(credentials, parameters)) throw invalidClient();
    return credentials;
  }
  if (parameters.has('client_assertion') || parameters.has('client_assertion_type'))
    return policy.assertedCredentials(server, parameters);
  const id = parameters.get('client_id');
  if (id === undefined) throw invalidClient();
  return { id, secret: parameters.get('client_secret') };
}

/** How the client authenticates in this request. */
export function methodUsed(request: IncomingRequest, parameters: Parameters): AuthenticationMethod {
  if (headerValues(request, 'Authorization').length > 0) return 'client_secret_basic';
  const assertion = parameters.get('client_assertion');
  if (assertion !== undefined) return isSignedBySecret(assertion) ? 'client_secret_jwt' : 'private_key_jwt';
  return parameters.has('client_secret') ? 'client_secret_post' : 'none';
}

/** OpenID Connect Core section 9: a client uses the method that is registered for it. */
export function isRegisteredMethod({ methods }: Client, method: AuthenticationMethod): boolean {
  return methods === undefined || methods.includes(method);
}

/** RFC 7591 section 3.2.1: `client_secret_expires_at`. */
export function secretHasExpired({ secretExpiresAt }: Client): boolean {
  return secretExpiresAt !== undefined && secretExpiresAt <= Date.now();
}

/** A confidential client proves its secret; a public one has none to present. */
export function isAuthenticated(
  server: Server,
  client: Client | undefined,
  { secret, assertion }: ClientCredentials,
): boolean {
  if (assertion !== undefined)
    return client !== undefined && server.policy.isProvedByAssertion(server, client, assertion);
  const matches = server.policy.secretMatches(server, client, secret ?? '');
  if (!client || server.policy.secretHasExpired(client)) return false;
  return client.secretDigest === undefined ? secret === undefined : secret !== undefined && matches;
}

/** Does not say whether the client is unknown or its secret wrong. */
export function clientRefusal(
  _request: IncomingRequest,
  _client: Client | undefined,
  _credentials: ClientCredentials,
): Refusal {
  return invalidClient();
}

export function authenticateClient(server: Server, request: IncomingRequest, parameters: Parameters): Client {
  const { policy } = server;
  const credentials = policy.presentedCredentials(server, request, parameters);
  const attempts = policy.clientAttempts(request, credentials.id);
  policy.refuseTooMany(server, attempts);
  const client = policy.findClient(server, credentials.id);
  const authenticated = policy.isAuthenticated(server, client, credentials);
  if (
    !client ||
    !authenticated ||
    !policy.isRegisteredMethod(client, policy.methodUsed(request, parameters))
  ) {
    policy.countFailure(server, attempts);
    throw policy.clientRefusal(request, client, credentials);
  }
  policy.countSuccess(server, attempts);
  return client;
}

/** Section 5.2: `unauthorized_client`. */
export function mayUse(client: Client, grantType: GrantType): boolean {
  return client.grantTypes.includes(grantType);
}
