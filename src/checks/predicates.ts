/**
 * The predicates of the requirement catalogue's head: SUCCESS, REJECTED, ERR and NO_CRASH, each as a function
 * that judges, so that the wording of findings is the same everywhere.
 */
import { readJson, stringMember } from '../http/answer.js';
import type { Observation, ReceivedResponse } from '../http/observation.js';
import { inconclusive, type Judgement, pass, type Severity, violation } from './check.js';
import { quoted } from './quoting.js';

const tokenMembers = new Set(['accesstoken', 'refreshtoken', 'idtoken']);

/** True for the members that hold tokens, however they are spelt: a server that says `accessToken` issued one, too. */
export function isTokenMember(name: string): boolean {
  return tokenMembers.has(name.toLowerCase().replace(/[_-]/g, ''));
}

/** More than any response holds: each one is searched for elsewhere, which a hostile target could make slow. */
const tokenLimit = 20;

/** Nearly every check asks for them. */
const tokens = new WeakMap<ReceivedResponse, readonly string[]>();

/** Tokens of a response, at any depth of its JSON. */
export function tokensIn(response: ReceivedResponse): readonly string[] {
  const known = tokens.get(response) ?? searched(response);
  tokens.set(response, known);
  return known;
}

function searched(response: ReceivedResponse): string[] {
  const found: string[] = [];
  const visit = (value: unknown, name: string | undefined, levels: number): void => {
    if (typeof value === 'string' && name !== undefined && isTokenMember(name) && value !== '')
      found.push(value);
    if (typeof value !== 'object' || value === null || levels === 0 || found.length >= tokenLimit) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, key, levels - 1);
  };
  visit(readJson(response).value, undefined, 20);
  return found;
}

/**
 * SUCCESS: the request was granted, with an access token that can be used. What else the catalogue asks of a
 * successful response (status 200, token_type, no error member) is judged once, by the invariants of the class
 * `success`: so one wrong detail is one finding, and not one for each request that should succeed.
 */
export function isSuccess(response: ReceivedResponse | undefined): boolean {
  return (
    response !== undefined &&
    response.status >= 200 &&
    response.status < 300 &&
    Boolean(stringMember(response, 'access_token'))
  );
}

/** A grant in any shape: what the checks of class `success` judge. */
export function isGrant(response: ReceivedResponse): boolean {
  return tokensIn(response).length > 0 && response.status < 400;
}

/**
 * A response that hands out a token in a form that no client understands: as an array, as text inside of JSON, as a
 * form, as XML, in UTF-16. Nothing in the configuration can bring that about.
 */
export function looksGranted(response: ReceivedResponse): boolean {
  if (response.status < 200 || response.status >= 300) return false;
  if (tokensIn(response).length > 0) return true;
  const text = response.body.toString('latin1').replaceAll('\0', '');
  return /\baccess_?token\b/i.test(text) && stringMember(response, 'error') === undefined;
}

/** `HTTP 400 invalid_grant`, `HTTP 200 with an access token`, `no response: …`: what came, in a few words. */
export function whatCame(observation: Observation): string {
  const { response, failure } = observation;
  if (!response) return `no response: ${failure?.message ?? 'unknown failure'}`;
  const error = stringMember(response, 'error');
  if (tokensIn(response).length > 0) return `HTTP ${response.status} with a token`;
  if (error !== undefined)
    return `HTTP ${response.status} ${/^[\w.:-]{1,60}$/.test(error) ? error : quoted(error)}`;
  const { problem } = readJson(response);
  return `HTTP ${response.status}, ${problem ?? 'JSON without an error member'}`;
}

/** The server was shielded from the request, or refused to serve us: nothing can be said. */
export function shielded(observation: Observation): string | undefined {
  const { response, failure } = observation;
  if (failure?.kind === 'refused' || failure?.kind === 'unresolved' || failure?.kind === 'tls')
    return failure.message;
  if (!response) return undefined;
  if (response.status === 429) return 'the target limits the rate of requests (HTTP 429)';
  if (response.status === 502 || response.status === 504) return `a gateway answered HTTP ${response.status}`;
  const retryLater = response.headers.some(([name]) => name.toLowerCase() === 'retry-after');
  if (response.status === 503 && retryLater) return 'the target asks to come back later (HTTP 503)';
  if ([403, 406, 418].includes(response.status) && stringMember(response, 'error') === undefined)
    return `a block page of a firewall, it seems (HTTP ${response.status} without an OAuth error)`;
  return undefined;
}

function unlessShielded(observation: Observation, judge: () => Judgement): Judgement {
  const reason = shielded(observation);
  return reason === undefined ? judge() : inconclusive(reason);
}

/** REJECTED: status 4xx and no token anywhere in the response. */
export function isRejected(response: ReceivedResponse | undefined): boolean {
  return (
    response !== undefined &&
    response.status >= 400 &&
    response.status < 500 &&
    tokensIn(response).length === 0
  );
}

export function rejected(observation: Observation, options?: { readonly severity?: Severity }): Judgement {
  const blocked = shielded(observation);
  // A block page refuses, too: only a refusal to serve at all leaves the question open.
  const unserved = observation.response?.status === 429 || !isRejected(observation.response);
  if (blocked !== undefined && unserved) return inconclusive(blocked);
  return isRejected(observation.response)
    ? pass
    : violation('a refusal (HTTP 4xx) without a token', whatCame(observation), options);
}

export interface ErrorExpectation {
  /** Codes that conform. */
  readonly codes: readonly string[];
  /** Codes that are tolerated with a lower severity. */
  readonly tolerated?: Readonly<Record<string, Severity>>;
}

/** ERR(a|b): REJECTED with one of these error codes. The status is judged once, elsewhere. */
export function refusedWith(observation: Observation, expectation: ErrorExpectation): Judgement {
  return unlessShielded(observation, () => {
    const expected = `a refusal with error ${expectation.codes.join(' or ')}`;
    const { response } = observation;
    if (!response || tokensIn(response).length > 0 || response.status >= 500)
      return violation(expected, whatCame(observation));
    const error = stringMember(response, 'error');
    if (error !== undefined && expectation.codes.includes(error)) return pass;
    const severity = error === undefined ? undefined : expectation.tolerated?.[error];
    return violation(expected, whatCame(observation), severity === undefined ? {} : { severity });
  });
}

/** NO_CRASH: a complete response below 500 (501 for an unknown method excepted). */
export function noCrash(observation: Observation): Judgement {
  return unlessShielded(observation, () => {
    const { response } = observation;
    return response && (response.status < 500 || response.status === 501)
      ? pass
      : violation('a complete response below HTTP 500', whatCame(observation));
  });
}
