/** Writing responses: RFC 6749 sections 5.1 and 5.2, RFC 6750 section 3. */
import { STATUS_CODES } from 'node:http';
import type { Field, IncomingRequest, Issued, OutgoingResponse, Server } from '../model.js';
import { invalidRequest, type Refusal } from '../refusal.js';

export type Members = Readonly<Record<string, unknown>>;

export function successStatus(): number {
  return 200;
}

export function successMembers(server: Server, issued: Issued): Members {
  return {
    access_token: issued.accessToken,
    token_type: 'bearer',
    refresh_token: issued.refreshToken,
    expires_in: server.accessTokenSeconds,
    scope: issued.scope.join(' '),
    ...(issued.issuedTokenType === undefined ? {} : { issued_token_type: issued.issuedTokenType }),
  };
}

export function successHeaders(server: Server, _request: IncomingRequest, _issued: Issued): Field[] {
  return server.policy.jsonHeaders(server);
}

export function successBody(members: Members): string {
  return JSON.stringify(members);
}

export function success(server: Server, request: IncomingRequest, issued: Issued): OutgoingResponse {
  const { policy } = server;
  return {
    status: policy.successStatus(),
    headers: policy.successHeaders(server, request, issued),
    body: policy.successBody(policy.successMembers(server, issued)),
  };
}

/** Section 5.2: 400, but 401 for a client that is not authenticated. */
export function errorStatus(refusal: Refusal, _request: IncomingRequest): number {
  if (refusal.options.status !== undefined) return refusal.options.status;
  const unauthenticated = [undefined, 'invalid_client', 'invalid_token'].includes(refusal.code);
  return unauthenticated ? 401 : 400;
}

/** Says what was wrong with the request and repeats nothing of it. */
export function errorDescription(refusal: Refusal, _request: IncomingRequest): string {
  return refusal.message;
}

/** `undefined`: no body, see RFC 6750 section 3.1 on a request without a token. */
export function errorMembers(
  { policy }: Server,
  refusal: Refusal,
  request: IncomingRequest,
): Members | undefined {
  if (refusal.code === undefined) return undefined;
  return { error: refusal.code, error_description: policy.errorDescription(refusal, request) };
}

const realm = 'realm="sandbox"';

/** The scheme by which a client authenticates here. */
export function clientChallenge(_request: IncomingRequest): string | undefined {
  return `Basic ${realm}, charset="UTF-8"`;
}

/** "the resource server SHOULD NOT include an error code" when no token was sent. */
export function tokenChallenge(refusal: Refusal): string | undefined {
  if (refusal.code === undefined) return `Bearer ${realm}`;
  return `Bearer ${realm}, error="${refusal.code}", error_description="${refusal.message}"`;
}

export function errorHeaders(server: Server, refusal: Refusal, request: IncomingRequest): Field[] {
  const { policy } = server;
  const headers = [
    ...(refusal.code === undefined ? policy.commonHeaders() : policy.jsonHeaders(server)),
    ...(refusal.options.headers ?? []),
  ];
  const challenge =
    refusal.code === 'invalid_client'
      ? policy.clientChallenge(request)
      : refusal.code === undefined || refusal.code === 'invalid_token'
        ? policy.tokenChallenge(refusal)
        : undefined;
  return challenge === undefined ? headers : [...headers, ['WWW-Authenticate', challenge]];
}

export function errorBody(members: Members): string {
  return JSON.stringify(members);
}

export function failure(server: Server, refusal: Refusal, request: IncomingRequest): OutgoingResponse {
  const { policy } = server;
  const members = policy.errorMembers(server, refusal, request);
  return {
    status: policy.errorStatus(refusal, request),
    headers: policy.errorHeaders(server, refusal, request),
    body: members ? policy.errorBody(members) : '',
  };
}

/**
 * The response to bytes that are no request which Node could hand over, as they go to the connection.
 * @param added fields that every response on this connection carries
 */
export function malformedAnswer(server: Server, status: number, added: readonly Field[] = []): string {
  const refusal = invalidRequest('The message is not a valid HTTP request', { status });
  const nothing = { method: '', httpVersion: '1.1', query: '', headers: [], body: undefined };
  const { headers, body } = server.policy.failure(server, refusal, nothing);
  const fields: Field[] = [
    ['Date', new Date().toUTCString()],
    ...headers,
    ...added,
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ];
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n${body}`;
}
