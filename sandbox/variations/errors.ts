/** Refusals: RFC 6749 section 5.2 and the challenges of RFC 9110 section 11.6. */
import { randomUUID } from 'node:crypto';
import { type Field, headerValues, type IncomingRequest } from '../model.js';
import { invalidClient, Refusal } from '../refusal.js';
import { type Bend, type Variation, withErrors, without } from './variation.js';

const challenged =
  (...challenges: readonly [string, ...string[]]): Bend =>
  (policy) => ({
    clientChallenge: () => challenges[0],
    errorHeaders: (server, refusal, request) => {
      const more = refusal.code === 'invalid_client' ? challenges.slice(1) : [];
      return [
        ...policy.errorHeaders(server, refusal, request),
        ...more.map((value): Field => ['WWW-Authenticate', value]),
      ];
    },
  });

const usesHeader = (request: IncomingRequest): boolean => headerValues(request, 'Authorization').length > 0;

const describedAs = (wording: (refusal: Refusal) => string) =>
  withErrors((members, refusal) => ({ ...members, error_description: wording(refusal) }));

/** Refusals about the tenant in the form of an API gateway, which knows nothing of OAuth. */
const tenantRefusal =
  (status: number): Bend =>
  (policy) => {
    const refused = new WeakSet<Refusal>();
    return {
      tenant: (server, request) => {
        try {
          return policy.tenant(server, request);
        } catch (error) {
          if (error instanceof Refusal) refused.add(error);
          throw error;
        }
      },
      failure: (server, refusal, request) => {
        const response = policy.failure(server, refusal, request);
        if (!refused.has(refusal)) return response;
        const challenge: Field[] = status === 401 ? [['WWW-Authenticate', 'Tenant realm="sandbox"']] : [];
        const body = { status, message: 'The tenant is not known', errors: [{ code: 'tenant.unknown' }] };
        return { status, headers: [...response.headers, ...challenge], body: JSON.stringify(body) };
      },
    };
  };

const gatewayRefusal =
  'RFC 6749 section 5.2 rules on OAuth requests; the tenant is a matter of the contract, which documents this answer';

export const errorVariations: readonly Variation[] = [
  {
    id: 'error-without-description',
    sentence: 'A refusal has the error code and nothing else.',
    allowedBy: 'RFC 6749 section 5.2: error_description is OPTIONAL',
    bend: withErrors(({ error }) => ({ error })),
  },
  {
    id: 'error-with-uri',
    sentence: 'A refusal names a page about it.',
    allowedBy: 'RFC 6749 section 5.2: error_uri is OPTIONAL',
    bend: withErrors((members) => ({
      ...members,
      error_uri: 'https://datatracker.ietf.org/doc/html/rfc6749#section-5.2',
    })),
  },
  {
    id: 'error-with-relative-uri',
    sentence: 'error_uri is a relative reference.',
    allowedBy: 'RFC 6749 section 5.2: "Values MUST conform to the URI-reference syntax"',
    bend: withErrors((members) => ({ ...members, error_uri: `../docs/errors?code=${members.error}#reason` })),
  },
  {
    id: 'error-extra-members',
    sentence: 'A refusal has further members: numbers, times, identifiers, lists and objects.',
    allowedBy: 'RFC 6749 section 8.2; never_fail_on: unknown extra members in error bodies',
    bend: withErrors((members) => ({
      timestamp: new Date().toISOString(),
      status: 400,
      ...members,
      error_codes: [50126],
      trace_id: randomUUID(),
      correlation_id: randomUUID(),
      details: [{ reason: 'request', metadata: { service: 'token', retryable: false } }],
      suberror: null,
    })),
  },
  {
    id: 'error-members-reordered',
    sentence: 'The error code comes last and the JSON is indented.',
    allowedBy: 'RFC 6749 section 5.2: "The order of parameters does not matter and can vary."',
    bend: () => ({
      errorBody: ({ error, ...rest }) => `${JSON.stringify({ ...rest, error }, null, 2)}\n`,
    }),
  },
  {
    id: 'error-description-with-identifiers',
    sentence: 'Each description ends with a new trace identifier and the time.',
    allowedBy: 'RFC 6749 section 5.2; never_fail_on: any wording of error_description',
    bend: describedAs(
      ({ message }) => `${message}. Trace ID: ${randomUUID()} Timestamp: ${new Date().toISOString()}`,
    ),
  },
  {
    id: 'error-description-punctuated',
    sentence: 'Descriptions use all sorts of permitted punctuation.',
    allowedBy: 'RFC 6749 section 5.2: characters %x20-21 / %x23-5B / %x5D-7E',
    bend: describedAs(
      ({ code }) => `(!) '${code}': see [RFC 6749] section 5.2 -> {~50% of all cases} @ # $ & * + = < > ?`,
    ),
  },
  {
    id: 'error-description-names-grant-type',
    sentence:
      'The description repeats the grant type that is not supported, without characters it may not hold.',
    allowedBy: 'RFC 6749 section 5.2: the text is for the developer of the client',
    bend: (policy) => ({
      grantType: (server, parameters) => {
        const given = policy.requiredParameter(parameters, 'grant_type');
        if (policy.recogniseGrantType(given)) return policy.grantType(server, parameters);
        const shown = given.replace(/[^\w:.-]/g, '').slice(0, 60);
        throw new Refusal('unsupported_grant_type', `Unsupported grant type: ${shown}`);
      },
    }),
  },
  {
    id: 'invalid-client-in-body-400',
    sentence: 'invalid_client is 400 for credentials in the body, and 401 for those in the header.',
    allowedBy: 'RFC 6749 section 5.2: the server "MAY return an HTTP 401"; only for the header it MUST',
    bend: (policy) => ({
      errorStatus: (refusal, request) =>
        refusal.code === 'invalid_client' && !usesHeader(request)
          ? 400
          : policy.errorStatus(refusal, request),
      clientChallenge: (request) => (usesHeader(request) ? policy.clientChallenge(request) : undefined),
    }),
  },
  {
    id: 'challenge-two-schemes',
    sentence: 'One WWW-Authenticate names Basic and a scheme for forms.',
    allowedBy: 'RFC 9110 section 11.6.1: a list of challenges',
    bend: challenged('Form realm="oauth", Basic realm="sandbox", charset="UTF-8"'),
  },
  {
    id: 'challenge-two-lines',
    sentence: 'There are two WWW-Authenticate lines, Basic in the second one.',
    allowedBy: 'RFC 9110 sections 5.3 and 11.6.1: list fields may be repeated',
    bend: challenged('Negotiate', 'Basic realm="sandbox"'),
  },
  {
    id: 'challenge-lower-case',
    sentence: 'The challenge is written basic, and REALM in upper case.',
    allowedBy: 'RFC 9110 section 11.1: schemes and parameter names are compared without regard to case',
    bend: challenged('basic REALM="sandbox"'),
  },
  {
    id: 'challenge-explains-itself',
    sentence: 'The challenge carries the error and a realm with commas and escaped quotes.',
    allowedBy: 'RFC 9110 section 11.2: further auth-params and quoted strings',
    bend: challenged(
      'Basic realm="the \\"sandbox\\", 1=1", error="invalid_client", error_description="refused"',
    ),
  },
  {
    id: 'challenge-for-forms',
    sentence:
      'Failed credentials in the body are challenged with a scheme for forms, those in the header with Basic.',
    allowedBy: 'RFC 6749 section 5.2: the scheme must match only what the client used in the header',
    bend: (policy) => ({
      clientChallenge: (request) =>
        usesHeader(request) ? policy.clientChallenge(request) : 'Form realm="oauth"',
    }),
  },
  {
    id: 'challenge-on-every-refusal',
    sentence: 'Refusals with 400 carry a challenge, too.',
    allowedBy: 'RFC 9110 section 11.6.1: a challenge may stand in other responses than 401',
    bend: (policy) => ({
      errorHeaders: (server, refusal, request) => {
        const headers = policy.errorHeaders(server, refusal, request);
        const named = headers.some(([name]) => name === 'WWW-Authenticate');
        return named ? headers : [...headers, ['WWW-Authenticate', 'Basic realm="sandbox"']];
      },
    }),
  },
  {
    id: 'error-description-of-two-lines',
    sentence: 'Descriptions have a line break between what happened and what to do.',
    allowedBy: 'never_fail_on: CR/LF/TAB inside error_description (warn)',
    bend: describedAs(({ message }) => `${message}.\r\n\tSee the documentation.`),
  },
  {
    id: 'error-cache-unmentioned',
    sentence: 'Refusals say nothing about caches.',
    allowedBy:
      'RFC 6749 section 5.1 demands no-store of responses with tokens; RFC 9110 section 9.3.3 on POST',
    bend: (policy) => ({
      errorHeaders: (server, refusal, request) =>
        policy
          .errorHeaders(server, refusal, request)
          .filter(([name]) => name !== 'Cache-Control' && name !== 'Pragma'),
    }),
  },
  {
    id: 'client-refusals-worded-apart',
    sentence: 'A client that did not authenticate at all reads other words than one that failed.',
    allowedBy: 'RFC 6749 section 5.2: invalid_client covers both; never_fail_on: any wording',
    bend: () => ({
      clientRefusal: (_request, _client, { secret }) =>
        secret === undefined
          ? new Refusal('invalid_client', 'No client authentication included')
          : invalidClient(),
    }),
  },
  ...[401, 403, 404].map(
    (status): Variation => ({
      id: `tenant-refusal-${status}`,
      sentence: `A missing or unknown tenant is answered by the gateway with ${status} and its own JSON.`,
      allowedBy: gatewayRefusal,
      bend: tenantRefusal(status),
    }),
  ),
  {
    id: 'tenant-refusals-worded-alike',
    sentence:
      'Missing, blank, contradictory and unknown tenants are refused with the same words, without description.',
    allowedBy: 'RFC 6749 section 5.2: error_description is OPTIONAL',
    bend: withErrors((members, { message }) =>
      message.includes('tenant') ? without(members, 'error_description') : members,
    ),
  },
];
