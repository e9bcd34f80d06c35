/** The headers that the target asks for besides OAuth: tenant, client address, device. */
import { isIP } from 'node:net';
import { headerValues, type IncomingRequest, type Server } from '../model.js';
import { invalidRequest } from '../refusal.js';

/** `undefined` when absent. Lines that contradict each other are refused, not chosen from. */
export function singleHeader(request: IncomingRequest, name: string): string | undefined {
  const values = new Set(headerValues(request, name));
  if (values.size > 1) throw invalidRequest('A header is repeated with differing values');
  return values.values().next().value;
}

export function isBlank(value: string | undefined): boolean {
  return value === undefined || value.trim() === '';
}

/** The header, or its documented alternative in the query; both may be there when they agree. */
export function presentedTenant(server: Server, request: IncomingRequest): string | undefined {
  const header = server.policy.singleHeader(request, 'tenantId');
  const given = new Set(new URLSearchParams(request.query).getAll('tenantIdentifier'));
  if (header !== undefined) given.add(header);
  if (given.size > 1) throw invalidRequest('The tenant identifiers contradict each other');
  return given.values().next().value;
}

export function tenantExists(server: Server, id: string): boolean {
  return server.directory.tenants.includes(id);
}

/** The tenant that the request is for. */
export function tenant(server: Server, request: IncomingRequest): string {
  const { policy } = server;
  const id = policy.presentedTenant(server, request);
  if (id === undefined || policy.isBlank(id)) throw invalidRequest('The tenant identifier is missing');
  if (!policy.tenantExists(server, id)) throw invalidRequest('The tenant identifier is not known');
  return id;
}

/** The first element of the list is the address of the client; any further ones are of proxies. */
export function isClientAddress(value: string): boolean {
  return isIP(value.split(',', 1)[0]?.trim() ?? '') !== 0;
}

export function requireClientAddress(server: Server, request: IncomingRequest): void {
  const address = server.policy.singleHeader(request, 'X-Forwarded-For');
  if (address === undefined || !server.policy.isClientAddress(address))
    throw invalidRequest('The header X-Forwarded-For must begin with an IP address');
}

export function requireDevice(server: Server, request: IncomingRequest): void {
  if (server.policy.isBlank(server.policy.singleHeader(request, 'X-Device-Fingerprint')))
    throw invalidRequest('The header X-Device-Fingerprint is missing');
}
