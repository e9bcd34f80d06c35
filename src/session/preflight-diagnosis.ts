/** What the first valid request brought, and which mistake in the configuration explains it best. */

import { looksGranted } from '../checks/predicates.js';
import type { Contract, Grant, Parameter } from '../contract/contract.js';
import { header, jsonObject, mediaType, readJson, stringMember } from '../http/answer.js';
import type { ConnectionOptions } from '../http/connection-options.js';
import type { Observation, ReceivedResponse } from '../http/observation.js';
import { variableName } from '../settings/variable-name.js';
import { ofFailure } from './connection-failure.js';
import { namedParameters, otherAuthentication, wasSent } from './preflight-hints.js';
import { explainConnection } from './tls-diagnosis.js';

/** How far the request came: each stage presupposes the ones before it. */
export const stages = ['connection', 'endpoint', 'credentials', 'token'] as const;
type Stage = (typeof stages)[number];

/** The texts may quote the target, at any length: redact them, then shorten them, before they are shown. */
export interface Diagnosis {
  /** Where it ended; `undefined`: a token came. */
  readonly stage: Stage | undefined;
  readonly seen: string;
  readonly likely?: string;
  readonly change?: string;
}

export interface Attempt {
  readonly contract: Contract;
  readonly grant: Grant;
  /** URL that was used, without query. */
  readonly url: string;
  readonly observation: Observation;
  readonly inspection?: Observation | undefined;
  readonly connection?: ConnectionOptions;
}

interface Explanation {
  readonly stage: Stage;
  readonly likely: string;
  readonly change: string;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The variables of those parameters that the grant has. */
function variables({ grant }: Attempt, ...names: readonly string[]): string {
  const known = names.filter((name) => grant.parameters.some((parameter) => parameter.name === name));
  return list((known.length > 0 ? known : names).map((name) => variableName(name)));
}

const requiredOf = ({ contract, grant }: Attempt): Parameter[] =>
  [...contract.parameters, ...grant.parameters].filter(
    ({ name, required }) => required && name !== 'grant_type',
  );

const variablesOf = (parameters: readonly Parameter[]): string =>
  list(parameters.map(({ name, in: place }) => `${variableName(name)} (${place} ${name})`)) || 'none';

const requiredVariables = (attempt: Attempt): string => variablesOf(requiredOf(attempt));

/** A document that was only just begun may know nothing of what the target wants. */
const required = (attempt: Attempt): string =>
  `These are required by the document: ${requiredVariables(attempt)}. What else the target wants, such as the header of a realm, has to be described there first.`;

/** The answer names what it misses. */
function ofNamed(attempt: Attempt): Explanation | undefined {
  const { response } = attempt.observation;
  const named = response ? namedParameters(response, requiredOf(attempt)) : [];
  if (named.length === 0) return undefined;
  const names = list(named.map(({ name }) => name));
  return {
    stage: 'endpoint',
    likely: `The answer speaks of ${names}: missing, unknown to the target, or with a value that it does not accept.`,
    change: `${variablesOf(named)}.`,
  };
}

/** A client that is refused may also have come to the wrong door. */
function ofAuthentication({ observation: { request, response } }: Attempt): string {
  const other = response && otherAuthentication(request, response);
  if (other === undefined) return '';
  const door =
    other === 'client_secret_basic'
      ? 'The target asks for HTTP Basic, and the client was sent in the body'
      : 'The client was sent by HTTP Basic, and the target may want it in the body';
  return ` ${door}: clientAuthentication: [${other}] under x-token-endpoint in the document.`;
}

/** The error codes of RFC 6749 section 5.2. */
function ofErrorCode(code: string, attempt: Attempt): Explanation | undefined {
  const client = variables(attempt, 'client_id', 'client_secret');
  switch (code) {
    case 'invalid_client':
    case 'unauthorized':
      return {
        stage: 'credentials',
        likely: 'The target does not accept the client: its id, or its secret, is wrong.',
        change: `${client}: the client that the operator of the target has given you.${ofAuthentication(attempt)}`,
      };
    case 'invalid_grant':
      return {
        stage: 'credentials',
        likely: `The client is accepted; what it presents for the grant ${attempt.grant.type} is not.`,
        change: `${variables(attempt, 'username', 'password')}: a user of this target that is not locked.`,
      };
    case 'unauthorized_client':
      return {
        stage: 'credentials',
        likely:
          attempt.observation.response?.status === 401
            ? `The target does not accept the client, or does not allow it to use the grant ${attempt.grant.type}.`
            : `The client is known, but it is not allowed to use the grant ${attempt.grant.type}.`,
        change: `${client}: another client, or ask the operator to allow the grant for this one.${ofAuthentication(attempt)}`,
      };
    case 'unsupported_grant_type':
      return {
        stage: 'endpoint',
        likely: `The target does not offer the grant ${attempt.grant.type}, or this is another endpoint than the one the document describes.`,
        change: 'TOKEN_BASE_URL, or TOKEN_SPEC: a document that describes this target.',
      };
    case 'invalid_scope':
      if (!wasSent(attempt.observation.request, 'scope'))
        return {
          stage: 'credentials',
          likely: 'The target demands a scope, and none was sent (RFC 6749 section 3.3).',
          change: `${variableName('scope')}: a scope of this client; and scope among the required parameters of the document.`,
        };
      return {
        stage: 'credentials',
        likely: 'The scope is unknown to the target, or this client must not ask for it.',
        change: `${variableName('scope')}: a scope of this client.`,
      };
    case 'invalid_request':
      return (
        ofNamed(attempt) ?? {
          stage: 'endpoint',
          likely: 'The target misses a header or parameter, or does not accept the value of one.',
          change: required(attempt),
        }
      );
    default:
      return undefined;
  }
}

/** The path of the document as it ends the URL, its parameters filled; `undefined` when the URL ends otherwise. */
function pathIn(url: string, { path }: Attempt['contract']): string | undefined {
  const parts = path.split(/\{[^{}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`${parts.join('[^/]*')}$`).exec(url)?.[0];
}

function ofNotFound({ contract, url }: Attempt): Explanation {
  const path = pathIn(url, contract) ?? contract.path;
  const base = url.slice(0, -path.length);
  const twice = base.endsWith(path);
  const documented = contract.servers.filter((server) => /^https?:/.test(server));
  const servers = documented.length > 0 ? ` The document names ${list(documented)}.` : '';
  return {
    stage: 'endpoint',
    likely: twice
      ? `The base URL already contains ${path}, which the document adds.`
      : `There is no token endpoint at this path: the base URL contains too much or too little. The document adds ${path} to it; a slash at its end may matter.`,
    change: twice
      ? `TOKEN_BASE_URL=${base.slice(0, -path.length)}`
      : `TOKEN_BASE_URL, so that ${url} becomes the URL of the token endpoint.${servers}`,
  };
}

/** Where a redirect leads, without its query; `undefined` when it says nothing usable. */
function target(response: ReceivedResponse, url: string): string | undefined {
  const location = header(response, 'Location');
  if (location === undefined || !URL.canParse(location, url)) return undefined;
  const { origin, pathname, protocol } = new URL(location, url);
  return /^https?:$/.test(protocol) ? origin + pathname : undefined;
}

function ofRedirect(response: ReceivedResponse, { contract, url }: Attempt): Explanation {
  const to = target(response, url);
  // Only the document says the path: no base URL can add a slash to its end, or take it away.
  if (to !== undefined && to !== url && to.replace(/\/$/, '') === url.replace(/\/$/, ''))
    return {
      stage: 'endpoint',
      likely: `The target insists on ${to.endsWith('/') ? 'a slash' : 'no slash'} at the end of the path: it redirects to ${to}.`,
      change: `The path in the document (TOKEN_SPEC): ${to.endsWith('/') ? `${contract.path}/` : contract.path.replace(/\/$/, '')}`,
    };
  const path = to === undefined ? undefined : pathIn(to, contract);
  const base = path === undefined ? undefined : to?.slice(0, -path.length);
  return {
    stage: 'endpoint',
    likely: `The target answers with a redirect${to === undefined ? '' : ` to ${to}`}; credentials are not sent after it. ${
      base === undefined
        ? 'It may be a login page for people, or another host than the one of the API.'
        : 'The token endpoint has another base URL.'
    }`,
    change: base === undefined ? 'TOKEN_BASE_URL.' : `TOKEN_BASE_URL=${base}`,
  };
}

function ofStatus(response: ReceivedResponse, attempt: Attempt): Explanation | undefined {
  const { status } = response;
  if (status >= 300 && status < 400) return ofRedirect(response, attempt);
  if (status === 429 || status === 503) {
    const wait = header(response, 'Retry-After');
    return {
      stage: 'endpoint',
      likely:
        status === 429
          ? 'The target limits the rate of requests, and the limit is used up.'
          : 'The target is not available at the moment.',
      change: `Try again ${wait === undefined ? 'later' : `after the time that it asks for (Retry-After: ${wait})`}; TOKEN_RATE_LIMIT makes a run slower.`,
    };
  }
  if (status >= 500)
    return {
      stage: 'endpoint',
      likely:
        'The target, or a gateway before it, failed on a valid request. A value that it does not expect may cause this too.',
      change: `Ask the operator of the target; check ${requiredVariables(attempt)}.`,
    };
  switch (status) {
    case 401:
      return {
        stage: 'credentials',
        likely: 'The target does not accept the client, or a gateway before it wants another login.',
        change: `${variables(attempt, 'client_id', 'client_secret')}; then the required values: ${requiredVariables(attempt)}.${ofAuthentication(attempt)}`,
      };
    case 403:
    case 406:
    case 418:
      return {
        stage: 'endpoint',
        likely: 'A firewall or gateway blocks the request: this is no answer of a token endpoint.',
        change: 'Ask the operator of the target to admit the address of this machine.',
      };
    case 404:
    case 410:
      return ofNotFound(attempt);
    case 405:
      return {
        stage: 'endpoint',
        likely: `Something else than a token endpoint is at this path: it does not take POST${header(response, 'Allow') === undefined ? '' : ` (Allow: ${header(response, 'Allow')})`}.`,
        change: `TOKEN_BASE_URL, so that ${attempt.url} becomes the URL of the token endpoint.`,
      };
    case 415:
      return {
        stage: 'endpoint',
        likely:
          'The target does not take application/x-www-form-urlencoded, which every token endpoint must (RFC 6749 section 3.2): probably another endpoint.',
        change: `TOKEN_BASE_URL, so that ${attempt.url} becomes the URL of the token endpoint.`,
      };
    default:
      return status >= 400
        ? (ofNamed(attempt) ?? {
            stage: 'endpoint',
            likely:
              'The target refuses the request without an OAuth error: it misses a header or parameter, or does not accept the value of one.',
            change: required(attempt),
          })
        : undefined;
  }
}

function ofBody(response: ReceivedResponse, attempt: Attempt): Explanation {
  const { problem } = readJson(response);
  if (problem !== undefined)
    return {
      stage: 'endpoint',
      likely: `This is no answer of a token endpoint: ${problem}. It may be a web page: of a portal, a login, or a proxy.`,
      change: `TOKEN_BASE_URL, so that ${attempt.url} becomes the URL of the token endpoint.`,
    };
  return {
    stage: 'token',
    likely:
      'The answer is JSON, but it has no access_token: another endpoint, or one that wraps the token in an object of its own.',
    change: 'TOKEN_BASE_URL, or TOKEN_SPEC: a document that describes this target.',
  };
}

/** `HTTP 401 invalid_client: "Bad client credentials"`. */
function summary(response: ReceivedResponse): string {
  const code = stringMember(response, 'error');
  const description = stringMember(response, 'error_description') ?? stringMember(response, 'message');
  const kind =
    code !== undefined
      ? ` ${code}`
      : jsonObject(response)
        ? ', JSON without an error member'
        : `, ${mediaType(response) ?? 'no media type'}`;
  return `HTTP ${response.status}${kind}${description === undefined ? '' : `: "${description}"`}`;
}

export function diagnose(attempt: Attempt): Diagnosis {
  const { url, observation, inspection, connection = {} } = attempt;
  const { response, failure, startedAt } = observation;
  const explained = explainConnection({ url, observation, inspection, connection, now: startedAt });
  // So is an answer that is framed in a way that no client can read.
  if (failure?.framing) return { stage: undefined, seen: failure.message };
  if (!response) {
    const problem = failure ?? { kind: 'other', message: 'no response' };
    return { seen: problem.message, stage: 'connection', ...ofFailure(problem, url), ...explained };
  }
  const seen = summary(response);
  if (explained) return { stage: 'connection', seen, ...explained };
  // A token in a form that no client can use is for the checks to judge: the configuration is not to blame.
  if (looksGranted(response)) return { stage: undefined, seen: `HTTP ${response.status} with a token` };
  const explanation =
    ofErrorCode(stringMember(response, 'error') ?? '', attempt) ??
    ofStatus(response, attempt) ??
    ofBody(response, attempt);
  return { seen, ...explanation };
}
