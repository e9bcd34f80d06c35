/** Which class of response an observation belongs to: what invariants are judged on. */
import type { Contract } from '../contract/contract.js';
import { jsonObject, readJson, stringMember } from '../http/answer.js';
import type { Observation } from '../http/observation.js';
import type { ResponseClass, Subject } from './check.js';
import { isGrant, shielded } from './predicates.js';

/** Refusals that HTTP makes before a token endpoint sees the request. */
export const beforeOAuth = new Set([404, 405, 408, 411, 413, 414, 415, 417, 421, 431, 501]);

const elsewhere = /^(?:(?:abuse\/)?(?:resource|introspection|revocation)\/|metadata\/(?:document|jwks)$)/;

export function isTokenEndpoint(probe: string): boolean {
  return !elsewhere.test(probe) || probe === 'revocation/refresh-after';
}

/** Messages that are not well-formed, or too large to be read: whoever refuses them need not know of OAuth. */
const beforeHttp = /^(wire\/|large\/(header|request-target)$)/;

/** Forms that a framework may refuse to read, by a page of its own. */
const beforeForm = /^large\/(parameter\/|many-parameters$)/;

/** Statuses of such a refusal. */
const unread = new Set([400, 413]);

/** A page that a gateway or an HTTP parser gives of itself, or a closed connection: only the probe's own checks judge it. */
function isBeforeOAuth(probe: string, { response }: Observation): boolean {
  if (beforeForm.test(probe))
    return response !== undefined && unread.has(response.status) && !jsonObject(response);
  if (!beforeHttp.test(probe)) return false;
  if (!response) return true;
  // Frameworks have an error of their own: "Bad Request".
  const byOAuth = /^\w+$/.test(stringMember(response, 'error') ?? '') && !beforeOAuth.has(response.status);
  return !isGrant(response) && !byOAuth;
}

function isOAuthRefusal(observation: Observation, { method }: Contract): boolean {
  const { request, response } = observation;
  if (!response || isGrant(response) || request.method !== method) return false;
  if (shielded(observation) !== undefined) return false;
  const body = jsonObject(response);
  if (body && Object.hasOwn(body, 'error')) return true;
  return response.status >= 200 && response.status < 500 && !beforeOAuth.has(response.status);
}

/** The classes of an observation that was made for a probe. Revocation and introspection have rules of their own. */
export function classesOf({
  probe,
  observation,
  contract,
}: Pick<Subject, 'probe' | 'observation' | 'contract'>): ResponseClass[] {
  const { response } = observation;
  if (isBeforeOAuth(probe, observation)) return [];
  // What answers there, or does not, has checks of its own.
  if (probe.startsWith('tls/')) return [];
  if (!response) return ['any'];
  const classes: ResponseClass[] = ['any'];
  if (!isTokenEndpoint(probe)) return classes;
  if (isGrant(response)) classes.push('success');
  if (isOAuthRefusal(observation, contract)) classes.push('error');
  if (readJson(response).problem === undefined) classes.push('any-json');
  return classes;
}
