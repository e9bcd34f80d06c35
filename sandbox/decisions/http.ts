/** What HTTP decides before OAuth does: methods, media type, size, and what every response carries. */
import type { Duplex } from 'node:stream';
import { allowedOrigin } from '../accounts.js';
import {
  type EndpointName,
  type Field,
  headerValues,
  type IncomingRequest,
  type OutgoingResponse,
  type Server,
} from '../model.js';
import { invalidRequest, Refusal } from '../refusal.js';

/** The bytes of a connection, before HTTP is read from them and after it is written. Sound: as they are. */
export function connection(socket: Duplex): Duplex {
  return socket;
}

/** RFC 6585 section 5 for a header section that is too large, else 400. `code` is that of Node's parser. */
export function malformedStatus(code: string): number {
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

/** RFC 9110 section 8.6: bytes, not characters. */
export function contentLength(content: string | Buffer): number {
  return Buffer.byteLength(content);
}

const hostName = /^([\w.~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])?(:\d*)?$/;

/** RFC 9112 section 3.2: exactly one Host line with a valid value, but for HTTP/1.0, which need not have any. */
export function isHostRight(hosts: readonly string[], httpVersion: string): boolean {
  if (hosts.length === 0) return httpVersion === '1.0';
  return hosts.length === 1 && hostName.test(hosts[0]?.trim() ?? '');
}

export function wrongHost(): Refusal {
  return invalidRequest('The host of the request is missing or not valid');
}

/** Sees each request first. Sound: as it came. */
export function receive(request: IncomingRequest): IncomingRequest {
  return request;
}

/** Sees each response last. Sound: as it was decided. */
export function send(_request: IncomingRequest, response: OutgoingResponse): OutgoingResponse {
  return response;
}

/** RFC 9110 section 6.6.1: an origin server with a clock says when it answered. */
export function sendsDate(): boolean {
  return true;
}

export function allowedMethods(endpoint: EndpointName): readonly string[] {
  const isRead = endpoint === 'resource' || endpoint === 'metadata' || endpoint === 'jwks';
  return isRead ? ['GET', 'HEAD', 'OPTIONS'] : ['POST', 'OPTIONS'];
}

/** RFC 9110 section 15.5.6: a 405 lists the methods that are supported. */
export function methodNotAllowed(allowed: readonly string[]): Refusal {
  return invalidRequest('The method is not supported here', {
    status: 405,
    headers: [['Allow', allowed.join(', ')]],
  });
}

export function optionsAnswer({ policy }: Server, allowed: readonly string[]): OutgoingResponse {
  return { status: 204, headers: [...policy.commonHeaders(), ['Allow', allowed.join(', ')]], body: '' };
}

export function isOriginAllowed(origin: string): boolean {
  return origin === allowedOrigin;
}

/** What lets pages of an allowed origin read a response, and send the request (Fetch standard, section 3.2). */
export function corsHeaders({ policy }: Server, request: IncomingRequest): Field[] {
  const [origin] = headerValues(request, 'Origin');
  if (origin === undefined || !policy.isOriginAllowed(origin)) return [];
  const [method] = headerValues(request, 'Access-Control-Request-Method');
  const [names] = headerValues(request, 'Access-Control-Request-Headers');
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Vary', 'Origin'],
    ...(request.method === 'OPTIONS' && method !== undefined
      ? ([
          ['Access-Control-Allow-Methods', 'POST'],
          ['Access-Control-Allow-Headers', policy.allowedHeaders(names ?? '').join(', ')],
        ] as const)
      : []),
  ];
}

/** Of those that a browser asks for: what the endpoint reads. */
export function allowedHeaders(asked: string): string[] {
  const read = ['authorization', 'content-type', 'tenantid', 'x-forwarded-for', 'x-device-fingerprint'];
  return asked
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => read.includes(name));
}

/** Bytes; more than any token request needs. */
export function bodyLimit(): number {
  return 64 * 1024;
}

export function tooLarge(): Refusal {
  return invalidRequest('The request body is too large', { status: 413 });
}

/** RFC 9110 section 8.3.1: type and subtype without regard to case, parameters and space around set aside. */
export function isFormMediaType(contentTypes: readonly string[]): boolean {
  const [essence] = contentTypes[0]?.split(';', 1) ?? [];
  return contentTypes.length === 1 && essence?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

export function isKnownContentCoding(codings: readonly string[]): boolean {
  return codings.every((coding) => coding.trim() === '' || coding.trim().toLowerCase() === 'identity');
}

/** Throws 415 for what is not a plain form body. */
export function acceptMediaType({ policy }: Server, request: IncomingRequest): void {
  const coded = !policy.isKnownContentCoding(headerValues(request, 'Content-Encoding'));
  if (coded || !policy.isFormMediaType(headerValues(request, 'Content-Type')))
    throw invalidRequest('The body must be sent as application/x-www-form-urlencoded', { status: 415 });
}

export function notFound(): Refusal {
  return invalidRequest('There is nothing at this path', { status: 404 });
}

/** A request for which something unforeseen was thrown. What it was stays inside. */
export function unexpected(_error: unknown): Refusal {
  return new Refusal('server_error', 'The request could not be processed', { status: 500 });
}

/** Every response. Nothing here may be cached, sniffed, framed or referred to. */
export function commonHeaders(): Field[] {
  return [
    ['Cache-Control', 'no-store'],
    ['Pragma', 'no-cache'],
    ['X-Content-Type-Options', 'nosniff'],
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Referrer-Policy', 'no-referrer'],
  ];
}

export function jsonHeaders({ policy }: Server): Field[] {
  return [['Content-Type', 'application/json'], ...policy.commonHeaders()];
}
