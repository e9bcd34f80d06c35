/** What HTTP leaves open: fields, framing, codings, methods and media types (RFC 9110, 9111, 9112). */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Field, headerValues, type OutgoingResponse } from '../model.js';
import { invalidRequest } from '../refusal.js';
import { type Bend, replacing, together, type Variation, withFields, withResponse } from './variation.js';

const labelled = (value: string) => withFields(replacing('Content-Type', ['Content-Type', value]));

const adding = (...fields: readonly Field[]) => withFields((headers) => [...headers, ...fields]);

const htmlPage = '<!doctype html><title>Error</title><h1>The request could not be processed</h1>';

const asPage = (response: OutgoingResponse): OutgoingResponse => ({
  ...response,
  headers: replacing('Content-Type', ['Content-Type', 'text/html; charset=utf-8'])(response.headers),
  body: htmlPage,
});

const asText = (status: number, body: string, ...more: readonly Field[]): OutgoingResponse => ({
  status,
  headers: [['Content-Type', 'text/plain; charset=utf-8'], ['Cache-Control', 'no-store'], ...more],
  body,
});

const otherMethods =
  (status: number): Bend =>
  () => ({ methodNotAllowed: () => invalidRequest('The method is not supported here', { status }) });

const allowing = (value: string) =>
  withFields((headers) => headers.map((field) => (field[0] === 'Allow' ? ['Allow', value] : field)));

const seconds = 1000;

/** A server whose clock is wrong: Date and the times in its tokens agree with each other. */
const clockOff = (offset: number): Bend =>
  together(
    withFields((headers) => [...headers, ['Date', new Date(Date.now() + offset * seconds).toUTCString()]]),
    (policy) => ({
      accessTokenClaims: (server, grant, tokenId) => {
        const claims = policy.accessTokenClaims(server, grant, tokenId);
        return { ...claims, iat: (claims.iat ?? 0) + offset, exp: (claims.exp ?? 0) + offset };
      },
    }),
  );

const clockTolerance =
  'RFC 9110 section 6.6.1: an approximation; RFC 7519 section 4.1.4: clock skew of a few minutes';

export const httpVariations: readonly Variation[] = [
  {
    id: 'media-type-with-charset',
    sentence: 'JSON is labelled with a charset, as in the example of the RFC.',
    allowedBy: 'RFC 6749 section 5.1: Content-Type: application/json;charset=UTF-8',
    bend: labelled('application/json;charset=UTF-8'),
  },
  {
    id: 'media-type-spelt-otherwise',
    sentence: 'The media type of responses is in upper case, with spaces and a quoted charset.',
    allowedBy: 'RFC 9110 section 8.3.1: compared without regard to case, OWS around the semicolon',
    bend: labelled('APPLICATION/JSON  ;  Charset="utf-8"'),
  },
  {
    id: 'cache-control-verbose',
    sentence: 'Cache-Control comes in two lines and odd case, no-store among other directives.',
    allowedBy: 'RFC 9111 section 5.2: directives are compared without regard to case; RFC 9110 section 5.3',
    bend: together(
      withFields(
        replacing(
          'Cache-Control',
          ['Cache-Control', 'No-Cache,NO-STORE , max-age=0'],
          ['cache-control', 'must-revalidate,private="Set-Cookie"'],
        ),
      ),
      withFields(replacing('Pragma', ['pragma', 'No-Cache'])),
      adding(['Expires', '0']),
    ),
  },
  {
    id: 'fields-as-from-http2',
    sentence: 'All fields are in lower case and in reverse order.',
    allowedBy: 'RFC 9110 sections 5.1 and 5.3: names without regard to case, order without meaning',
    bend: withFields((headers) =>
      headers.map(([name, value]): Field => [name.toLowerCase(), value]).reverse(),
    ),
  },
  {
    id: 'fields-padded',
    sentence: 'Field values have white space around them.',
    allowedBy: 'RFC 9110 section 5.5: leading and trailing white space is no part of the value',
    bend: withFields((headers) => headers.map(([name, value]): Field => [name, ` \t${value}  `])),
  },
  {
    id: 'fields-of-proxies',
    sentence: 'Gateways and proxies add their fields.',
    allowedBy: 'RFC 9110 section 5.1: fields are extensible',
    bend: withFields((headers) => [
      ...headers,
      ['Server', 'gateway'],
      ['Via', '1.1 edge-7, HTTP/2 cache (edge)'],
      ['X-Request-Id', randomUUID()],
      ['X-Cache', 'Miss from edge'],
      ['Age', '0'],
      ['Vary', 'Accept-Encoding, Origin'],
      ['Alt-Svc', 'h3=":443"; ma=86400'],
      ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains; preload'],
      ['X-RateLimit-Limit', '600'],
      ['X-RateLimit-Remaining', String(100 + Math.floor(Math.random() * 100))],
      ['Server-Timing', `total;dur=${(Math.random() * 9).toFixed(1)}`],
      ['X-XSS-Protection', '0'],
      ['Link', '<https://server.example/docs>; rel="help"'],
    ]),
  },
  {
    id: 'cookie-of-load-balancer',
    sentence: 'A load balancer sets two cookies of its own.',
    allowedBy: 'RFC 6265 section 3: a server may set cookies in any response',
    bend: withFields((headers) => [
      ...headers,
      ['Set-Cookie', `LB=${randomUUID()}; path=/; httponly; secure; samesite=none; Max-Age=600`],
      ['Set-Cookie', 'ROUTE=n3; Path=/; HttpOnly; Secure; Expires=Wed, 01 Jan 2031 00:00:00 GMT'],
    ]),
  },
  {
    id: 'validator-sent',
    sentence: 'The framework adds a weak ETag to every response.',
    allowedBy: 'RFC 9110 section 8.8.3: a server may send ETag in any response; no-store forbids to use it',
    bend: withResponse((response) => ({
      ...response,
      headers: [...response.headers, ['ETag', `W/"${response.body.length.toString(16)}-${randomUUID()}"`]],
    })),
  },
  {
    id: 'hardening-left-to-gateway',
    sentence: 'Responses carry no field but those that OAuth asks for.',
    allowedBy:
      'RFC 6749 sections 5.1 and 5.2: nothing else is required of a response that no browser renders',
    bend: () => ({
      commonHeaders: () => [
        ['Cache-Control', 'no-store'],
        ['Pragma', 'no-cache'],
      ],
    }),
  },
  {
    id: 'product-named-with-version',
    sentence: 'The server names itself and its version.',
    allowedBy: 'RFC 9110 section 10.2.4: Server may name a version; the catalogue mentions it',
    bend: adding(['Server', 'Apache/2.4.62 (Unix) OpenSSL/3.0.15'], ['X-Powered-By', 'Servlet/6.0']),
  },
  {
    id: 'foreign-origins-refused',
    sentence: 'A request that a browser sends for a foreign site is refused with 403 and a line of text.',
    allowedBy: 'Fetch standard: the server decides which origins it serves',
    bend: (policy) => ({
      send: (request, response) =>
        headerValues(request, 'Origin').every((origin) => policy.isOriginAllowed(origin))
          ? policy.send(request, response)
          : asText(403, 'Invalid CORS request'),
    }),
  },
  {
    id: 'forged-host-refused',
    sentence: 'A request that is said to be for another host is 400 invalid_request.',
    allowedBy: 'RFC 9110 section 7.4: a server that is not the right one may refuse',
    bend: (policy) => ({
      readForm: (server, request) => {
        if (headerValues(request, 'X-Forwarded-Host').length > 0)
          throw invalidRequest('The host is not known');
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'forged-host-misdirected',
    sentence: 'A request that is said to be for another host is 421 and a line of text.',
    allowedBy: 'RFC 9110 section 15.5.20: 421 Misdirected Request',
    bend: withResponse((response, request) =>
      headerValues(request, 'X-Forwarded-Host').length > 0 ? asText(421, 'Misdirected Request') : response,
    ),
  },
  {
    id: 'rate-limited-now-and-then',
    sentence: 'Every 60th request has to be repeated at once.',
    allowedBy: 'RFC 6585 section 4: 429 with Retry-After',
    bend: (policy) => {
      let requests = 0;
      return {
        answer: async (server, endpoint, request) =>
          ++requests % 60 === 0
            ? asText(429, 'Too many requests', ['Retry-After', '0'])
            : policy.answer(server, endpoint, request),
      };
    },
  },
  {
    id: 'cors-open-without-credentials',
    sentence: 'Any web site may read responses, but never with the credentials of a browser.',
    allowedBy: 'Fetch standard: the wildcard excludes credentials',
    bend: () => ({
      corsHeaders: () => [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Headers', '*'],
        ['Access-Control-Expose-Headers', 'WWW-Authenticate'],
      ],
    }),
  },
  {
    id: 'body-chunked',
    sentence: 'Bodies are sent in chunks, without Content-Length.',
    allowedBy: 'RFC 9112 section 7.1',
    bend: withResponse((response) =>
      response.body === ''
        ? response
        : { ...response, headers: [...response.headers, ['Transfer-Encoding', 'chunked']] },
    ),
  },
  {
    id: 'body-compressed',
    sentence: 'Bodies are compressed for clients that do not say which content codings they take.',
    allowedBy:
      'RFC 9110 section 12.5.3: "If no Accept-Encoding header field is in the request, any content coding is considered acceptable by the user agent."',
    bend: withResponse((response, request) =>
      response.body === '' || headerValues(request, 'Accept-Encoding').length > 0
        ? response
        : {
            ...response,
            headers: [...response.headers, ['Content-Encoding', 'gzip'], ['Vary', 'Accept-Encoding']],
            coded: gzipSync(response.body),
          },
    ),
  },
  {
    id: 'connection-closed',
    sentence: 'The connection is closed after each response.',
    allowedBy: 'RFC 9112 section 9.6',
    bend: adding(['Connection', 'close']),
  },
  {
    id: 'connection-kept',
    sentence: 'The response says explicitly that the connection stays open.',
    allowedBy: 'RFC 9112 section 9.3; RFC 9110 section 7.6.1',
    bend: adding(['Connection', 'Keep-Alive'], ['Keep-Alive', 'timeout=15, max=100']),
  },
  {
    id: 'answers-slow',
    sentence: 'Each answer takes 50 milliseconds.',
    allowedBy: 'no standard bounds the time to answer',
    bend: (policy) => ({
      answer: async (server, endpoint, request) => {
        await delay(50);
        const response = await policy.answer(server, endpoint, request);
        return { ...response, headers: [...response.headers, ['Server-Timing', 'total;dur=50']] };
      },
    }),
  },
  {
    id: 'clock-behind',
    sentence: 'The clock of the server is two minutes behind.',
    allowedBy: clockTolerance,
    bend: clockOff(-120),
  },
  {
    id: 'clock-ahead',
    sentence: 'The clock of the server is two minutes ahead.',
    allowedBy: clockTolerance,
    bend: clockOff(120),
  },
  {
    id: 'wrong-media-type-400',
    sentence: 'Another media type than that of forms is 400 invalid_request.',
    allowedBy:
      'RFC 6749 section 5.2: "otherwise malformed"; never_fail_on: 400 or 415 for a wrong media type',
    bend: (policy) => ({
      acceptMediaType: (_server, request) => {
        if (!policy.isFormMediaType(headerValues(request, 'Content-Type')))
          throw invalidRequest('The body must be a form');
      },
    }),
  },
  {
    id: 'wrong-media-type-unread',
    sentence: 'A body of another media type is not read, so the client did not authenticate.',
    allowedBy: 'RFC 6749 section 5.2: invalid_client, "no client authentication included"',
    bend: (policy) => ({
      acceptMediaType: () => {},
      formBytes: (request) =>
        policy.isFormMediaType(headerValues(request, 'Content-Type'))
          ? policy.formBytes(request)
          : Buffer.alloc(0),
    }),
  },
  {
    id: 'wrong-media-type-page',
    sentence: 'The framework answers another media type with 415 and an HTML page.',
    allowedBy: 'RFC 9110 section 15.5.16; RFC 6749 section 5.2 rules on what reaches OAuth',
    bend: withResponse((response) => (response.status === 415 ? asPage(response) : response)),
  },
  {
    id: 'media-type-taken-for-granted',
    sentence: 'A body without Content-Type is read as the form that it is.',
    allowedBy: 'RFC 9110 section 8.3: "the recipient MAY either assume a media type […] or examine the data"',
    bend: (policy) => ({
      isFormMediaType: (values) => values.length === 0 || policy.isFormMediaType(values),
    }),
  },
  {
    id: 'other-methods-404',
    sentence: 'The router knows nothing but POST: other methods are 404.',
    allowedBy: 'RFC 9110 section 9.1; never_fail_on: 405 or 404, 400, 501 for other methods',
    bend: otherMethods(404),
  },
  {
    id: 'other-methods-400',
    sentence: 'Other methods are 400 invalid_request.',
    allowedBy: 'never_fail_on: 405 or 404, 400, 501 for other methods',
    bend: otherMethods(400),
  },
  {
    id: 'other-methods-501',
    sentence: 'Methods that the server does not know at all are 501.',
    allowedBy: 'RFC 9110 section 9.1: 501 for an unrecognized method',
    bend: otherMethods(501),
  },
  {
    id: 'other-methods-page',
    sentence: 'The framework answers other methods with 405, Allow and an HTML page.',
    allowedBy: 'RFC 9110 section 15.5.6 asks for Allow only; never_fail_on: 405 for other methods',
    bend: withResponse((response, { method }) => {
      if (response.status !== 405) return response;
      return method === 'HEAD' ? { ...asPage(response), body: '' } : asPage(response);
    }),
  },
  {
    id: 'allow-spelt-otherwise',
    sentence: 'Allow lists the methods in another order, without spaces and with an empty element.',
    allowedBy: 'RFC 9110 sections 5.6.1.2 and 10.2.1: a list in any order; empty elements are ignored',
    bend: allowing('HEAD,OPTIONS,,GET,POST'),
  },
  {
    id: 'allow-post-only',
    sentence:
      'POST is the only method: OPTIONS is refused like the others, but for the preflight of a browser.',
    allowedBy: 'RFC 9110 section 9.3.7: no server must support OPTIONS',
    bend: (policy) => ({
      allowedMethods: (endpoint) => [policy.allowedMethods(endpoint)[0] ?? ''],
      settle: async (server, endpoint, request) =>
        request.method === 'OPTIONS' && headerValues(request, 'Access-Control-Request-Method').length > 0
          ? { status: 204, headers: policy.commonHeaders(), body: '' }
          : policy.settle(server, endpoint, request),
    }),
  },
  {
    id: 'options-with-content',
    sentence: 'OPTIONS is answered with 200 and a description.',
    allowedBy: 'RFC 9110 section 9.3.7: a successful response may have content',
    bend: (policy) => ({
      optionsAnswer: (server, allowed) => ({
        status: 200,
        headers: [...policy.jsonHeaders(server), ['Allow', allowed.join(', ')]],
        body: JSON.stringify({ methods: allowed }),
      }),
    }),
  },
  {
    id: 'options-for-browsers',
    sentence: 'OPTIONS is answered as a preflight request, without Allow.',
    allowedBy: 'Fetch standard: CORS-preflight; never_fail_on: open preflight with a response that is not',
    bend: (policy) => ({
      optionsAnswer: () => ({ status: 204, headers: policy.commonHeaders(), body: '' }),
      corsHeaders: (server, request) =>
        request.method === 'OPTIONS'
          ? [
              ['Access-Control-Allow-Origin', '*'],
              ['Access-Control-Allow-Methods', 'POST, OPTIONS'],
              ['Access-Control-Allow-Headers', '*'],
            ]
          : policy.corsHeaders(server, request),
    }),
  },
  {
    id: 'head-answered',
    sentence: 'HEAD is answered with 200 and fields only, for monitors.',
    allowedBy: 'RFC 9110 section 9.1: "All general-purpose servers MUST support the methods GET and HEAD."',
    bend: (policy) => ({
      answer: async (server, endpoint, request) =>
        endpoint === 'token' && request.method === 'HEAD'
          ? { status: 200, headers: policy.jsonHeaders(server), body: '' }
          : policy.answer(server, endpoint, request),
    }),
  },
];
