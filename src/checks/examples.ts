/** Literals for the examples of checks: an observation and a subject in a line or two. */
import type { Contract, Parameter, ResponseContract } from '../contract/contract.js';
import type { Strictness } from '../contract/profile.js';
import type { Field, Observation, ReceivedResponse, SentRequest } from '../http/observation.js';
import { encodeForm } from '../scenarios/request.js';
import type { Example, Severity, Subject } from './check.js';
import { learnTokens } from './issued-tokens.js';
import { IssuedTokens } from './token-series.js';

export interface AnswerLiteral {
  /** Default: `1.1`. */
  readonly httpVersion?: string;
  readonly status?: number;
  /** Replaces the default `Content-Type: application/json`, `Cache-Control: no-store`, `Pragma: no-cache` and `Date`. */
  readonly headers?: readonly Field[];
  /** Added to the headers. */
  readonly more?: readonly Field[];
  /** The body as JSON … */
  readonly json?: unknown;
  /** … or as text or bytes. */
  readonly body?: string | Buffer;
}

const received = 1_790_000_000_000; // 2026-09-21T14:13:20Z, when every example is answered

const defaultHeaders: readonly Field[] = [
  ['Content-Type', 'application/json'],
  ['Cache-Control', 'no-store'],
  ['Pragma', 'no-cache'],
  ['Date', new Date(received).toUTCString()],
];

export const tokenResponse = {
  access_token: 'mF_9.B5f-4.1JqM',
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: 'tGzv3JOkF0XG5Qx2TlKWIA',
} as const;

export function response(literal: AnswerLiteral = {}): ReceivedResponse {
  const body = literal.body ?? JSON.stringify(literal.json ?? tokenResponse);
  return {
    status: literal.status ?? 200,
    statusText: '',
    httpVersion: literal.httpVersion ?? '1.1',
    headers: [...(literal.headers ?? defaultHeaders), ...(literal.more ?? [])],
    body: typeof body === 'string' ? Buffer.from(body) : body,
    truncated: false,
  };
}

export interface RequestLiteral {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: readonly Field[];
  readonly form?: readonly Field[];
}

export function observation(
  answer: AnswerLiteral | ReceivedResponse = {},
  sent: RequestLiteral = {},
): Observation {
  const request: SentRequest = {
    method: sent.method ?? 'POST',
    url: sent.url ?? 'https://server.example/oauth/token',
    headers: sent.headers ?? [['Content-Type', 'application/x-www-form-urlencoded']],
    body: Buffer.from(encodeForm(sent.form ?? [['grant_type', 'password']])),
  };
  return {
    request,
    startedAt: received,
    milliseconds: 20,
    response: 'statusText' in answer ? answer : response(answer),
    failure: undefined,
  };
}

/** No complete response came. */
export function unanswered(kind: 'timeout' | 'reset' | 'refused' = 'timeout'): Observation {
  return {
    ...observation(),
    response: undefined,
    failure: { kind, message: `the connection ended: ${kind}` },
  };
}

export function oauthError(
  error: string,
  status = 400,
  extra: Readonly<Record<string, unknown>> = {},
): AnswerLiteral {
  return { status, json: { error, ...extra } };
}

export function parameter(name: string, overrides: Partial<Parameter> = {}): Parameter {
  return {
    name,
    in: 'form',
    required: true,
    schema: { type: 'string' },
    description: undefined,
    documented: undefined,
    enforced: true,
    secret: false,
    alternative: undefined,
    pointer: `#/parameters/${name}`,
    ...overrides,
  };
}

/** A contract that offers the password and the refresh grant, and declares nothing. */
export const contract: Contract = {
  file: 'example.openapi.yaml',
  title: 'Example',
  version: '1',
  sha256: '',
  servers: ['https://server.example'],
  path: '/oauth/token',
  pointer: '#/paths/~1oauth~1token/post',
  operation: { name: 'POST /oauth/token', evidence: ['it takes grant_type'], passedOver: [] },
  pathParameters: [],
  method: 'POST',
  encoding: {
    body: 'form',
    mediaType: 'application/x-www-form-urlencoded',
    elsewhere: {},
    names: {},
    types: {},
  },
  assumptions: [],
  requestMediaTypes: ['application/x-www-form-urlencoded'],
  parameters: [],
  grants: [
    {
      type: 'password',
      parameters: ['grant_type', 'username', 'password', 'client_id', 'client_secret'].map((name) =>
        parameter(name),
      ),
      pointer: '#/grants/password',
    },
    {
      type: 'refresh_token',
      parameters: ['grant_type', 'refresh_token', 'client_id', 'client_secret'].map((name) =>
        parameter(name),
      ),
      pointer: '#/grants/refresh_token',
    },
  ],
  clientAuthentication: ['client_secret_post'],
  scopes: [],
  responses: [],
  declared: {
    rotation: undefined,
    replayRevokesFamily: undefined,
    graceSeconds: 0,
    accessTokenFormat: undefined,
    accessTokenProfile: undefined,
    issuer: undefined,
  },
  companions: {
    revocation: undefined,
    introspection: undefined,
    resource: undefined,
    metadata: undefined,
    jwks: undefined,
  },
};

/** A response as a contract describes it: JSON without schema, unless told. */
export function describedResponse(
  status: string,
  overrides: Partial<ResponseContract> = {},
): ResponseContract {
  return {
    status,
    mediaTypes: ['application/json'],
    schema: undefined,
    headers: [],
    pointer: `#/responses/${status}`,
    ...overrides,
  };
}

export interface SubjectLiteral {
  readonly probe?: string;
  readonly grant?: string;
  readonly parameter?: Parameter;
  readonly contract?: Partial<Contract>;
  readonly control?: Observation;
  /** Other steps of the scenario, by name. */
  readonly steps?: Readonly<Record<string, Observation>>;
  /** Names of the URLs of ours that were fetched. */
  readonly callbacks?: readonly string[];
  /** What the run has seen so far. Default: only the observation itself. */
  readonly seen?: readonly Observation[];
  /** What was sent at the same moment, the observation itself included. Default: only itself. */
  readonly burst?: readonly Observation[];
  /** Observations of other probes. */
  /** By probe; of another grant by its name, a space, and the probe. */
  readonly peers?: Readonly<Record<string, Observation>>;
  readonly published?: { readonly metadata?: Observation; readonly jwks?: Observation };
  readonly strictness?: Strictness;
  readonly enforced?: boolean | 'unknown';
}

export function subject(observed: Observation | AnswerLiteral, literal: SubjectLiteral = {}): Subject {
  const given = 'request' in observed ? observed : observation(observed);
  let issued: IssuedTokens | undefined;
  return {
    observation: given,
    grant: literal.grant ?? 'password',
    probe: literal.probe ?? 'control',
    parameter: literal.parameter,
    contract: { ...contract, ...literal.contract },
    control: literal.control ?? observation(),
    step: (name) => literal.steps?.[name],
    // Counted when they are asked for: few checks do.
    get issued() {
      if (!issued) {
        issued = new IssuedTokens();
        for (const one of literal.seen ?? [given]) learnTokens(issued, one);
      }
      return issued;
    },
    callbacks: literal.callbacks ?? [],
    burst: literal.burst ?? [given],
    peer: (probe, grant) => literal.peers?.[grant === undefined ? probe : `${grant} ${probe}`],
    published: { metadata: literal.published?.metadata, jwks: literal.published?.jwks },
    strictness: literal.strictness ?? 'rfc6749',
    enforcement: (asked) => literal.enforced ?? asked.enforced,
  };
}

/** An example in one line: `example('no Pragma', { headers: [...] })`. */
export function example(
  name: string,
  observed: Observation | AnswerLiteral,
  literal: SubjectLiteral = {},
  severity?: Severity,
): Example {
  let made: Subject | undefined;
  return {
    name,
    // Made when it is asked for: a run loads all checks and needs no example.
    get subject() {
      made ??= subject(observed, literal);
      return made;
    },
    ...(severity ? { severity } : {}),
  };
}
