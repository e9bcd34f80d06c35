/** Clients that prove themselves by a signed JWT: RFC 7523 sections 2.2 and 3, OpenID Connect Core section 9. */
import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Client } from '../directory.js';
import type { ClientCredentials, Parameters, Server } from '../model.js';
import { invalidClient } from '../refusal.js';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds by which clocks may differ. */
const leeway = 10;

export interface Jwt {
  readonly algorithm: unknown;
  readonly claims: JWTPayload;
  readonly input: string;
  readonly signature: Buffer;
}

function object(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** `undefined`: it is no JWT. */
export function readJwt(text: string): Jwt | undefined {
  const [header = '', payload = '', signature, more] = text.split('.');
  const [head, claims] = [object(header), object(payload)];
  if (!head || !claims || signature === undefined || more !== undefined) return undefined;
  return {
    algorithm: head.alg,
    claims,
    input: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

export function isSignedBySecret(assertion: string): boolean {
  return readJwt(assertion)?.algorithm === 'HS256';
}

/** The client that the assertion names; a client_id beside it must be the same (RFC 7521 section 4.2). */
export function assertedCredentials(server: Server, parameters: Parameters): ClientCredentials {
  const assertion = parameters.get('client_assertion');
  const claims = readJwt(assertion ?? '')?.claims;
  if (assertion === undefined || parameters.get('client_assertion_type') !== assertionType)
    throw invalidClient();
  const id = claims && server.policy.assertedClient(claims);
  if (id === undefined) throw invalidClient();
  const credentials = { id, secret: undefined, assertion };
  if (server.policy.contradicts(credentials, parameters)) throw invalidClient();
  return credentials;
}

/** RFC 7523 section 3, rules 1 and 2: issuer and subject are the client. */
export function assertedClient({ iss, sub }: JWTPayload): string | undefined {
  return typeof sub === 'string' && iss === sub ? sub : undefined;
}

/** Rules 9 and 10: signed by the client, with the algorithm that its key is for. */
export function isAssertionSigned({ key, secretKey }: Client, jwt: Jwt): boolean {
  const input = Buffer.from(jwt.input);
  if (jwt.algorithm === 'HS256' && secretKey) {
    const expected = createHmac('sha256', secretKey).update(input).digest();
    return jwt.signature.length === expected.length && timingSafeEqual(jwt.signature, expected);
  }
  return (
    jwt.algorithm === 'ES256' &&
    key !== undefined &&
    verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, jwt.signature)
  );
}

/** Rule 3: meant for this server, by its issuer or the URL of its token endpoint. */
export function isAssertionForUs(server: Server, { aud }: JWTPayload): boolean {
  const own = [server.policy.issuer(server), `${server.location.url}/oauth/token`];
  return [aud].flat().some((audience) => audience !== undefined && own.includes(audience));
}

/** Rule 4: "MUST contain an exp claim". */
export function hasNotExpired({ exp }: JWTPayload): boolean {
  return typeof exp === 'number' && exp > Date.now() / 1000 - leeway;
}

/** Rule 5. */
export function isValidAlready({ nbf }: JWTPayload): boolean {
  return nbf === undefined || (typeof nbf === 'number' && nbf <= Date.now() / 1000 + leeway);
}

/** Rule 7, and OpenID Connect Core section 9: "jti REQUIRED … These tokens MUST only be used once". */
export function isPresentedFirst({ tokens }: Server, { jti }: JWTPayload): boolean {
  if (typeof jti !== 'string' || tokens.assertions.get(jti)) return false;
  tokens.assertions.set(jti, true);
  return true;
}

export function isProvedByAssertion(server: Server, client: Client, assertion: string): boolean {
  const { policy } = server;
  const jwt = readJwt(assertion);
  return (
    jwt !== undefined &&
    policy.isAssertionSigned(client, jwt) &&
    policy.isAssertionForUs(server, jwt.claims) &&
    policy.hasNotExpired(jwt.claims) &&
    policy.isValidAlready(jwt.claims) &&
    policy.isPresentedFirst(server, jwt.claims)
  );
}
