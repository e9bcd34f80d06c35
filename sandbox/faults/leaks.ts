/** What should have stayed inside, and headers that open a door. */
import { type Field, headerValues, type IncomingRequest } from '../model.js';
import type { Policy } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const formValue = (request: IncomingRequest, name: string): string =>
  new URLSearchParams(request.body?.toString()).get(name) ?? '';

const withDescription =
  (reworded: (request: IncomingRequest, sound: string, code: string | undefined) => string) =>
  (policy: Policy): Partial<Policy> => ({
    errorDescription: (refusal, request) =>
      reworded(request, policy.errorDescription(refusal, request), refusal.code),
  });

const withEachHeader = (add: (request: IncomingRequest) => Field[]) => (): Partial<Policy> => ({
  send: (request, response) => ({ ...response, headers: [...response.headers, ...add(request)] }),
});

const withoutHeaders =
  (...names: readonly string[]) =>
  (policy: Policy): Partial<Policy> => ({
    commonHeaders: () => policy.commonHeaders().filter(([name]) => !names.includes(name)),
    jsonHeaders: (server) => policy.jsonHeaders(server).filter(([name]) => !names.includes(name)),
  });

export const leakFaults: readonly Fault[] = inArea('leaks', [
  {
    id: 'password-echoed',
    breaks: ['ASVS5-16.5.1-no-secret-echo'],
    sentence: 'The refusal of a login repeats name and password.',
    bend: withDescription((request, sound, code) =>
      code === 'invalid_grant'
        ? `Bad credentials for ${formValue(request, 'username')}/${formValue(request, 'password')}`
        : sound,
    ),
  },
  {
    id: 'refresh-token-echoed',
    breaks: ['ASVS5-16.5.1-no-secret-echo'],
    sentence: 'The refusal of a refresh token repeats it.',
    bend: withDescription((request, sound, code) =>
      code === 'invalid_grant' && formValue(request, 'refresh_token') !== ''
        ? `Invalid refresh token: ${formValue(request, 'refresh_token')}`
        : sound,
    ),
  },
  {
    id: 'secret-echoed-encoded',
    breaks: ['ASVS5-16.5.1-no-secret-echo'],
    sentence: 'A debug header repeats the body of the request in base64.',
    bend: (policy) => ({
      send: (request, response) => ({
        ...policy.send(request, response),
        headers: [
          ...response.headers,
          ['X-Debug-Secret', Buffer.from(formValue(request, 'client_secret')).toString('base64')],
        ],
      }),
    }),
  },
  {
    id: 'grant-type-reflected',
    breaks: ['OWASP-reflected-html'],
    sentence: 'An unknown grant type comes back in an HTML page, as it was sent.',
    bend: (policy) => ({
      failure: (server, refusal, request) => {
        const response = policy.failure(server, refusal, request);
        if (refusal.code !== 'unsupported_grant_type') return response;
        const body = `<html><body>Unsupported grant type: ${formValue(request, 'grant_type')}</body></html>`;
        return { ...response, headers: [['Content-Type', 'text/html'], ...policy.commonHeaders()], body };
      },
    }),
  },
  {
    id: 'grant-type-quoted-raw',
    breaks: ['RFC6749-5.2-error-description-charset'],
    sentence: 'The description of an unknown grant type repeats it, quotation marks and all.',
    bend: withDescription((request, sound, code) =>
      code === 'unsupported_grant_type' ? `${sound}: ${formValue(request, 'grant_type')}` : sound,
    ),
  },
  {
    id: 'stack-trace',
    breaks: ['ASVS5-16.5.1-no-internal-details'],
    sentence: 'Refusals carry the stack trace of the exception.',
    bend: (policy) => ({
      errorMembers: (server, refusal, request) => {
        const members = policy.errorMembers(server, refusal, request);
        const trace =
          'java.lang.IllegalStateException at com.bank.token.TokenEndpoint.post(TokenEndpoint.java:132)';
        return members && { ...members, trace };
      },
    }),
  },
  {
    id: 'sql-in-description',
    breaks: ['ASVS5-16.5.1-no-internal-details'],
    sentence: 'An unknown user is refused with the message of the database.',
    bend: () => ({
      loginRefusal: () => new Refusal('invalid_grant', 'SQLSTATE 02000: no row in m_appuser'),
    }),
  },
  {
    id: 'token-in-cookie',
    breaks: ['RFC6750-5.3-no-token-in-cookie'],
    sentence: 'The access token is also set as a cookie.',
    bend: (policy) => ({
      successHeaders: (server, request, issued) => [
        ...policy.successHeaders(server, request, issued),
        ['Set-Cookie', `access_token=${issued.accessToken}; Path=/`],
      ],
    }),
  },
  {
    id: 'token-in-location',
    breaks: ['RFC6819-5.1.1-no-credentials-in-response-url'],
    sentence: 'The access token stands in a URL of the response.',
    bend: (policy) => ({
      successHeaders: (server, request, issued) => [
        ...policy.successHeaders(server, request, issued),
        ['Content-Location', `/session?access_token=${issued.accessToken}`],
      ],
    }),
  },
  {
    id: 'session-cookie-plain',
    breaks: ['OWASP-no-session-cookie-fixation'],
    sentence: 'A session cookie is set without HttpOnly.',
    bend: withEachHeader(() => [['Set-Cookie', 'JSESSIONID=0F3A5C7E91B2D4F6; Path=/']]),
  },
  {
    id: 'cors-any-origin',
    breaks: ['CORS-no-arbitrary-origin-with-credentials'],
    sentence: 'Every origin may read tokens with credentials.',
    bend: withEachHeader((request) => {
      const [origin] = headerValues(request, 'Origin');
      if (origin === undefined) return [];
      return [
        ['Access-Control-Allow-Origin', origin],
        ['Access-Control-Allow-Credentials', 'true'],
        ['Vary', 'Origin'],
      ];
    }),
  },
  {
    id: 'cors-without-vary',
    breaks: ['CORS-vary-origin'],
    sentence: 'The origin is reflected, and caches are not told.',
    bend: withEachHeader((request) =>
      headerValues(request, 'Origin').map((origin) => ['Access-Control-Allow-Origin', origin]),
    ),
  },
  {
    id: 'issuer-from-forwarded-host',
    breaks: ['OWASP-host-header-injection'],
    sentence: 'A forged X-Forwarded-Host appears in the URL of the documentation.',
    bend: withEachHeader((request) =>
      headerValues(request, 'X-Forwarded-Host').map((host) => ['Link', `<https://${host}/docs>; rel="help"`]),
    ),
  },
  {
    id: 'version-disclosed',
    breaks: ['ASVS5-13.4.6-no-version-disclosure'],
    sentence: 'The response names the framework and its version.',
    bend: withEachHeader(() => [['X-Powered-By', 'Express 4.17.1']]),
  },
  {
    id: 'sniffing-allowed',
    breaks: ['ASVS5-3.4.4-nosniff'],
    sentence: 'X-Content-Type-Options is absent.',
    bend: withoutHeaders('X-Content-Type-Options'),
  },
  {
    id: 'framing-allowed',
    breaks: ['OWASP-REST-hardening-headers'],
    sentence: 'Responses may be framed and say nothing on referrers.',
    bend: withoutHeaders('Content-Security-Policy', 'Referrer-Policy'),
  },
  {
    id: 'content-type-missing',
    breaks: ['ASVS5-4.1.1-content-type-present', 'RFC6749-5.1-media-type-json'],
    sentence: 'Responses with a body have no Content-Type.',
    bend: withoutHeaders('Content-Type'),
  },
]);
