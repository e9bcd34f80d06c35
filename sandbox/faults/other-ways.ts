/** Requirements that other files break as well, broken in another place, by another grant, or at another moment. */
import { createHash } from 'node:crypto';
import { type Grant, headerValues, type IncomingRequest, type Issued } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidClient, invalidRequest, invalidScope, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const isRefresh = (request: IncomingRequest): boolean =>
  new URLSearchParams(request.body?.toString()).get('grant_type') === 'refresh_token';

const usesBasic = (request: IncomingRequest): boolean => headerValues(request, 'Authorization').length > 0;

const members =
  (change: (issued: Issued) => Record<string, unknown>) =>
  (policy: Policy): Partial<Policy> => ({
    successMembers: (server, issued) => ({ ...policy.successMembers(server, issued), ...change(issued) }),
  });

const claims =
  (change: (grant: Grant) => Record<string, unknown>) =>
  (policy: Policy): Partial<Policy> => ({
    accessTokenClaims: (server, grant, id) => ({
      ...policy.accessTokenClaims(server, grant, id),
      ...change(grant),
    }),
  });

const successHeader =
  (name: string, value: (issued: Issued) => string) =>
  (policy: Policy): Partial<Policy> => ({
    successHeaders: (server, request, issued) => [
      ...policy.successHeaders(server, request, issued),
      [name, value(issued)],
    ],
  });

const scopes: readonly Fault[] = inArea('scopes', [
  {
    id: 'scope-overstated',
    breaks: ['RFC6749-5.1-scope-when-different'],
    sentence: 'The response states every scope of the client, whatever the token has.',
    bend: (policy) => ({
      accessTokenClaims: (server, grant, id) => ({
        ...policy.accessTokenClaims(server, grant, id),
        scope: grant.scope.join(' '),
      }),
      successMembers: (server, issued) => ({
        ...policy.successMembers(server, issued),
        scope: 'all read write',
      }),
    }),
  },
  {
    id: 'scope-joined-by-bar',
    breaks: ['RFC6749-3.3-scope-syntax'],
    sentence: 'Several scopes come back with bars between them.',
    bend: members(({ scope }) => ({ scope: scope.join('|') })),
  },
  {
    id: 'scope-forbidden-beside-known',
    breaks: ['RFC6749-10.3-no-scope-escalation'],
    sentence: 'Only the first scope of a request is looked up: the rest is granted with it.',
    bend: (policy) => ({
      requestedScope: (server, client, parameters) => {
        const [first = '', ...rest] = (parameters.get('scope') ?? '').split(' ');
        return rest.length > 0 && client.scopes.includes(first)
          ? [first, ...rest]
          : policy.requestedScope(server, client, parameters);
      },
    }),
  },
  {
    id: 'scope-quote-breaks-json',
    breaks: ['RFC6749-5.2-malformed-scope'],
    sentence: 'The unknown scope is put into the JSON of the refusal as it came.',
    bend: (policy) => ({
      requestedScope: (server, client, parameters) => {
        const asked = parameters.get('scope') ?? '';
        if (/["\\]/.test(asked)) throw new Refusal('invalid_scope', asked);
        return policy.requestedScope(server, client, parameters);
      },
      errorBody: (written) =>
        written.error === 'invalid_scope'
          ? `{"error":"invalid_scope","error_description":"${String(written.error_description)}"}`
          : policy.errorBody(written),
    }),
  },
]);

const success: readonly Fault[] = inArea('success', [
  {
    id: 'success-in-utf16',
    breaks: ['RFC8259-8.1-utf8-no-bom'],
    sentence: 'The response to a refresh is written in UTF-16.',
    bend: (policy) => ({
      success: (server, request, issued) => {
        const answer = policy.success(server, request, issued);
        return isRefresh(request) ? { ...answer, coded: Buffer.from(answer.body, 'utf16le') } : answer;
      },
    }),
  },
  {
    id: 'scope-null',
    breaks: ['OAUTH21-JSON-no-null-members'],
    sentence: 'A scope that the client need not be told of is null.',
    bend: members(() => ({ scope: null })),
  },
  {
    id: 'success-type-empty',
    breaks: ['ASVS5-4.1.1-content-type-present'],
    sentence: 'The token response has a Content-Type without a value.',
    bend: (policy) => ({
      successHeaders: (...given) =>
        policy
          .successHeaders(...given)
          .map((field) => (field[0] === 'Content-Type' ? [field[0], ''] : field)),
    }),
  },
  {
    id: 'cache-cdn-freshness',
    breaks: ['RFC9111-no-contradictory-cache-headers'],
    sentence: 'Caches in front of the server are told to keep token responses.',
    bend: successHeader('CDN-Cache-Control', () => 'max-age=60'),
  },
  {
    id: 'cookie-json-with-token',
    breaks: ['RFC6750-5.3-no-token-in-cookie'],
    sentence: 'A cookie holds the tokens as percent-encoded JSON.',
    bend: successHeader(
      'Set-Cookie',
      ({ accessToken }) => `s=${encodeURIComponent(JSON.stringify({ t: accessToken }))}; Secure; HttpOnly`,
    ),
  },
  {
    id: 'accept-decides-label',
    breaks: ['RFC6749-5.1-accept-any-json'],
    sentence: 'The JSON of a token response is labelled as Accept asks for.',
    bend: (policy) => ({
      successHeaders: (server, request, issued) => {
        const [accept = ''] = headerValues(request, 'Accept');
        return policy
          .successHeaders(server, request, issued)
          .map((field) =>
            field[0] === 'Content-Type' && accept.includes('text/html') ? [field[0], 'text/html'] : field,
          );
      },
    }),
  },
]);

const tokens: readonly Fault[] = inArea('tokens', [
  {
    id: 'jwt-client-of-the-gateway',
    breaks: ['JWT-sub-client-consistent'],
    sentence: 'Every token names the gateway as its client.',
    bend: claims(() => ({ client_id: 'gateway' })),
  },
  {
    id: 'jwt-card-number',
    breaks: ['JWT-no-secrets-in-payload'],
    sentence: 'The payload of the token holds a card number of the user.',
    bend: claims(() => ({ means: [{ kind: 'debit', number: '4111 1111 1111 1111' }] })),
  },
  {
    id: 'jwt-api-key',
    breaks: ['JWT-no-secrets-in-payload'],
    sentence: 'The payload of the token holds an API key of the user.',
    bend: claims(({ username }) => ({
      partner: { api_key: createHash('sha256').update(username).digest('hex') },
    })),
  },
]);

const credentials: readonly Fault[] = inArea('credentials', [
  {
    id: 'basic-only-for-logins',
    breaks: ['RFC6749-2.3.1-basic-supported'],
    sentence: 'HTTP Basic works for the password grant and not for a refresh.',
    bend: (policy) => ({
      presentedCredentials: (server, request, parameters) => {
        if (usesBasic(request) && isRefresh(request)) throw invalidClient();
        return policy.presentedCredentials(server, request, parameters);
      },
    }),
  },
  {
    id: 'basic-any-secret-for-refresh',
    breaks: ['RFC6749-6-wrong-secret'],
    sentence: 'For a refresh the secret of HTTP Basic is not looked at.',
    bend: (policy) => ({
      authenticateClient: (server, request, parameters) => {
        if (!usesBasic(request) || !isRefresh(request))
          return policy.authenticateClient(server, request, parameters);
        const { id } = policy.presentedCredentials(server, request, parameters);
        return policy.findClient(server, id) ?? policy.authenticateClient(server, request, parameters);
      },
    }),
  },
  {
    id: 'basic-last-colon',
    breaks: ['RFC7617-2-secret-with-colon'],
    sentence: 'The credentials of HTTP Basic are split at the last colon.',
    bend: () => ({
      splitUserPass: (text) => {
        const colon = text.lastIndexOf(':');
        return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
      },
    }),
  },
  {
    id: 'basic-long-500',
    breaks: ['RFC6749-5.2-malformed-basic'],
    sentence: 'Credentials of HTTP Basic that do not fit into a buffer bring the server down.',
    bend: (policy) => ({
      headerCredentials: (server, authorization) => {
        if (authorization.length > 4096) throw new Error('buffer too small');
        return policy.headerCredentials(server, authorization);
      },
    }),
  },
]);

const requests: readonly Fault[] = inArea('parameters', [
  {
    id: 'bracketed-replaces',
    breaks: ['OAUTH-bracket-array-params'],
    sentence: 'A parameter named like an array replaces the one of that name.',
    bend: (policy) => ({
      formFields: (server, request) => {
        const fields = policy.formFields(server, request);
        const [, other] = fields.find(([name]) => name === 'username[]') ?? [];
        return fields.map(([name, value]) => [name, name === 'username' ? (other ?? value) : value]);
      },
    }),
  },
  {
    id: 'valueless-audience-refused',
    breaks: ['RFC6749-3.2-valueless-optional'],
    sentence: 'An audience without a value names an audience that nobody has.',
    bend: (policy) => ({
      parameters: (server, request) => {
        if (policy.formFields(server, request).some(([name, value]) => name === 'audience' && value === ''))
          throw invalidRequest('The audience is not known');
        return policy.parameters(server, request);
      },
    }),
  },
  {
    id: 'lone-percent-dropped',
    breaks: ['OAUTH-invalid-percent-encoding'],
    sentence: 'A percent sign at the end of a value is dropped.',
    bend: (policy) => ({ decodeBytes: (text) => policy.decodeBytes(text.replace(/%$/, '')) }),
  },
  {
    id: 'overlong-utf8-accepted',
    breaks: ['OAUTH-invalid-utf8'],
    sentence: 'A letter in two bytes, one more than UTF-8 allows, is taken for that letter.',
    bend: (policy) => ({
      decodeText: (bytes) => {
        const text = bytes
          .toString('latin1')
          .replace(/[\xC0\xC1][\x80-\xBF]/g, (pair) =>
            String.fromCharCode(((pair.charCodeAt(0) & 3) << 6) | (pair.charCodeAt(1) & 0x3f)),
          );
        return policy.decodeText(Buffer.from(text, 'latin1'));
      },
    }),
  },
]);

const headers: readonly Fault[] = inArea('headers', [
  {
    id: 'device-fingerprint-long-500',
    breaks: ['CONTRACT-header-malformed'],
    sentence: 'A device fingerprint that does not fit into its column brings the server down.',
    bend: (policy) => ({
      requireDevice: (server, request) => {
        policy.requireDevice(server, request);
        if ((headerValues(request, 'X-Device-Fingerprint')[0]?.length ?? 0) > 255)
          throw new Error('value too long for type character varying(255)');
      },
    }),
  },
  {
    id: 'address-octets-unchecked',
    breaks: ['CONTRACT-header-malformed'],
    sentence: 'Four numbers with dots between them are an address, however large they are.',
    bend: (policy) => ({
      isClientAddress: (value) => /^(\d+\.){3}\d+/.test(value) || policy.isClientAddress(value),
    }),
  },
  {
    id: 'address-not-required-for-refresh',
    breaks: ['CONTRACT-refresh-required-headers'],
    sentence: 'A refresh needs no client address, though a login does, and nobody said who needs it.',
    run: { profile: 'default' },
    bend: (policy) => ({
      requireClientAddress: (server, request) => {
        if (!isRefresh(request)) policy.requireClientAddress(server, request);
      },
    }),
  },
]);

const refreshes: readonly Fault[] = inArea('refresh', [
  {
    id: 'refresh-consumed-without-headers',
    breaks: ['OAUTH-failed-refresh-does-not-consume'],
    sentence: 'A refresh that lacks a header is refused, and uses the refresh token up.',
    bend: (policy) => ({
      tenant: (server, request) => {
        try {
          return policy.tenant(server, request);
        } catch (refusal) {
          const token = new URLSearchParams(request.body?.toString()).get('refresh_token');
          const record = token === null ? undefined : policy.findRefreshToken(server, token);
          if (record) record.used = true;
          throw refusal;
        }
      },
    }),
  },
  {
    id: 'refresh-narrowed-by-name-only',
    breaks: ['RFC6749-6-narrow-scope'],
    sentence: 'The response to a refresh states less scope than the token has.',
    bend: claims(({ scope }) => ({ scope: scope.join(' ') })),
  },
]);

const statuses: readonly Fault[] = inArea('errors', [
  {
    id: 'unknown-client-404',
    breaks: ['RFC6749-5.2-unknown-client-body'],
    sentence: 'A client that nobody knows is not found.',
    bend: (policy) => ({
      clientRefusal: (request, client, presented) =>
        client
          ? policy.clientRefusal(request, client, presented)
          : new Refusal('invalid_client', 'No such client', { status: 404 }),
    }),
  },
  {
    id: 'scope-refused-as-server-error',
    breaks: ['RFC6749-5.2-status-400'],
    sentence: 'A scope that is not known is refused as something that the server cannot do.',
    bend: (policy) => ({
      errorStatus: (refusal, request) =>
        refusal.code === invalidScope().code ? 501 : policy.errorStatus(refusal, request),
    }),
  },
]);

export const otherWays: readonly Fault[] = [
  ...scopes,
  ...success,
  ...tokens,
  ...credentials,
  ...requests,
  ...headers,
  ...refreshes,
  ...statuses,
];
