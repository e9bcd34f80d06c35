/** What faults of several companions are made of. */
import type { EndpointName, Field, IncomingRequest } from '../../model.js';
import type { Policy } from '../../policy.js';

/** The endpoint is served by GET as well. */
export const alsoGet =
  (policy: Policy, served: EndpointName): Policy['allowedMethods'] =>
  (endpoint) => [...policy.allowedMethods(endpoint), ...(endpoint === served ? ['GET'] : [])];

/** A GET read as the form that its query is. */
export function asPost(request: IncomingRequest): IncomingRequest {
  if (request.method !== 'GET') return request;
  const headers: Field[] = [...request.headers, ['Content-Type', 'application/x-www-form-urlencoded']];
  return { ...request, method: 'POST', query: '', headers, body: Buffer.from(request.query) };
}
