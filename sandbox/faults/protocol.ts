/** Defects of HTTP around the token endpoint: methods, media types, where parameters are read from, encodings. */
import { type Field, headerValues, type IncomingRequest, type OutgoingResponse } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidRequest, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const mediaTypeOf = (request: IncomingRequest): string =>
  (headerValues(request, 'Content-Type')[0] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

const formHeader: Field = ['Content-Type', 'application/x-www-form-urlencoded'];

const asForm = (request: IncomingRequest, text: string): IncomingRequest => ({
  ...request,
  headers: [...request.headers.filter(([name]) => !/^content-type$/i.test(name)), formHeader],
  body: Buffer.from(text),
});

/** Parameters of the query that stand in for the body, or for some of it. */
const queryForm = (query: string, names?: readonly string[]): string =>
  query
    .split('&')
    .filter((pair) => names === undefined || names.includes(pair.split('=', 1)[0] ?? ''))
    .join('&');

const queryAsBodyFor =
  (method: string) =>
  (policy: Policy): Partial<Policy> => ({
    receive: (request) =>
      request.method === method && request.query !== ''
        ? { ...asForm(request, request.query), method: 'POST' }
        : policy.receive(request),
  });

const otherMethodAsPost =
  (method: string) =>
  (policy: Policy): Partial<Policy> => ({
    receive: (request) =>
      request.method === method ? { ...request, method: 'POST' } : policy.receive(request),
  });

const queryBesideBody =
  (names?: readonly string[]) =>
  (policy: Policy): Partial<Policy> => ({
    formBytes: (request) => {
      const query = queryForm(request.query, names);
      return query === '' ? policy.formBytes(request) : Buffer.from(`${policy.formBytes(request)}&${query}`);
    },
  });

const crashWhen =
  (predicate: (request: IncomingRequest) => boolean) =>
  (policy: Policy): Partial<Policy> => ({
    readForm: (server, request) => {
      if (predicate(request)) throw new Error('no message reader');
      return policy.readForm(server, request);
    },
  });

const hasEncoded = (request: IncomingRequest, pattern: RegExp): boolean =>
  pattern.test(request.body?.toString('latin1') ?? '');

const withResponse =
  (change: (response: OutgoingResponse, request: IncomingRequest) => OutgoingResponse) =>
  (policy: Policy): Partial<Policy> => ({
    send: (request, response) => change(policy.send(request, response), request),
  });

const redirect = (status: number, location: string): OutgoingResponse => ({
  status,
  headers: [['Location', location]],
  body: '',
});

export const protocolFaults: readonly Fault[] = inArea('protocol', [
  {
    id: 'get-accepted',
    breaks: ['RFC6749-3.2-get-not-accepted'],
    sentence: 'A GET with the parameters in the query obtains a token.',
    bend: queryAsBodyFor('GET'),
  },
  {
    id: 'put-accepted',
    breaks: ['RFC9110-9.1-other-methods'],
    sentence: 'The route takes any method, so PUT obtains a token.',
    bend: otherMethodAsPost('PUT'),
  },
  {
    id: 'options-runs-the-handler',
    breaks: ['RFC9110-9.3.7-options'],
    sentence: 'OPTIONS is refused as a login without a media type and names no method.',
    bend: otherMethodAsPost('OPTIONS'),
  },
  {
    id: 'options-names-no-method',
    breaks: ['RFC9110-9.3.7-options'],
    sentence: 'OPTIONS succeeds and does not say what is allowed.',
    bend: (policy) => ({
      optionsAnswer: () => ({ status: 200, headers: policy.commonHeaders(), body: '' }),
    }),
  },
  {
    id: 'method-override-honoured',
    breaks: ['OWASP-method-override-ignored'],
    sentence: 'A header turns GET into POST.',
    bend: (policy) => ({
      receive: (request) =>
        headerValues(request, 'X-HTTP-Method-Override').includes('POST')
          ? { ...asForm(request, request.query), method: 'POST' }
          : policy.receive(request),
    }),
  },
  {
    id: 'trace-echoes',
    breaks: ['ASVS5-13.4.4-trace-disabled'],
    sentence: 'TRACE reflects the headers of the request.',
    bend: withResponse((response, request) =>
      request.method === 'TRACE'
        ? {
            status: 200,
            headers: [['Content-Type', 'message/http']],
            body: request.headers.map(([name, value]) => `${name}: ${value}\r\n`).join(''),
          }
        : response,
    ),
  },
  {
    id: 'method-refusal-without-allow',
    breaks: ['RFC9110-15.5.6-405-allow'],
    sentence: 'A 405 does not list the allowed methods.',
    bend: () => ({
      methodNotAllowed: () => invalidRequest('The method is not supported here', { status: 405 }),
    }),
  },
  {
    id: 'method-refusal-page',
    breaks: ['OPS-uniform-error-shape'],
    sentence: 'A 405 is the HTML page of the servlet container.',
    bend: withResponse((response) =>
      response.status === 405
        ? {
            ...response,
            headers: response.headers.map((field) =>
              field[0] === 'Content-Type' ? ['Content-Type', 'text/html'] : field,
            ),
            body: '<html><body><h1>HTTP Status 405</h1></body></html>',
          }
        : response,
    ),
  },
  {
    id: 'method-refusal-500',
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'A method without a handler crashes.',
    bend: () => ({ methodNotAllowed: () => new Refusal('server_error', 'Internal error', { status: 500 }) }),
  },
  {
    id: 'json-body-accepted',
    breaks: ['RFC6749-4.3.2-json-body'],
    sentence: 'A JSON body is read like a form.',
    bend: (policy) => ({
      receive: (request) => {
        if (mediaTypeOf(request) !== 'application/json') return policy.receive(request);
        try {
          return asForm(request, new URLSearchParams(JSON.parse(request.body?.toString() ?? '')).toString());
        } catch {
          return request;
        }
      },
    }),
  },
  {
    id: 'json-body-500',
    breaks: ['RFC6749-4.3.2-json-body', 'RFC6749-5.2-never-5xx'],
    sentence: 'A JSON body leaves no form to read, and the handler crashes.',
    bend: crashWhen((request) => mediaTypeOf(request) === 'application/json'),
  },
  {
    id: 'media-type-ignored',
    breaks: ['RFC9110-15.5.16-form-in-wrong-type'],
    sentence: 'The body is parsed as a form whatever its label.',
    bend: () => ({ isFormMediaType: () => true }),
  },
  {
    id: 'media-type-charset-refused',
    breaks: ['RFC6749-4.3.2-form-charset-param'],
    sentence: 'Content-Type is compared as a whole, so charset=UTF-8 is refused.',
    bend: (policy) => ({
      isFormMediaType: (values) => policy.isFormMediaType(values) && !values[0]?.includes(';'),
    }),
  },
  {
    id: 'media-type-case-sensitive',
    breaks: ['RFC9110-8.3.1-media-type-case'],
    sentence: 'Content-Type must be in lower case.',
    bend: (policy) => ({
      isFormMediaType: (values) =>
        policy.isFormMediaType(values) && values[0]?.startsWith('application/x-www-form-urlencoded') === true,
    }),
  },
  {
    id: 'media-type-missing-500',
    breaks: ['RFC9110-8.3-missing-content-type', 'RFC6749-5.2-never-5xx'],
    sentence: 'A body without Content-Type dereferences nothing.',
    bend: crashWhen((request) => headerValues(request, 'Content-Type').length === 0),
  },
  {
    id: 'media-type-malformed-500',
    breaks: ['OAUTH-malformed-content-type', 'RFC6749-5.2-never-5xx'],
    sentence: 'The parser of media types throws, and nobody catches it.',
    bend: crashWhen((request) =>
      headerValues(request, 'Content-Type').some((value) => !/^[\w.+-]+\/[\w.+-]+ *(;.*)?$/.test(value)),
    ),
  },
  {
    id: 'multipart-500',
    breaks: ['RFC6749-multipart-refused', 'RFC6749-5.2-never-5xx'],
    sentence: 'A multipart body is a crash instead of a refusal.',
    bend: crashWhen((request) => mediaTypeOf(request) === 'multipart/form-data'),
  },
  {
    id: 'xml-entities-expanded',
    breaks: ['ASVS5-1.5.1-xml-xxe'],
    sentence: 'An XML body is parsed, and its entities come back in the refusal.',
    bend: withResponse((response, request) => {
      if (!/\/(.*\+)?xml$/.test(mediaTypeOf(request))) return response;
      const entity = /<!ENTITY\s+\S+\s+"([^"]*)"/.exec(request.body?.toString() ?? '')?.[1];
      const body = { error: 'invalid_request', error_description: `No converter for ${entity}` };
      return { ...response, status: 400, body: JSON.stringify(body) };
    }),
  },
  {
    id: 'query-accepted',
    breaks: ['RFC6749-3.2-user-credentials-not-in-uri', 'RFC6749-2.3.1-no-credentials-in-uri'],
    sentence: 'Query and body are merged, so credentials may stand in the URL.',
    bend: queryBesideBody(),
  },
  {
    id: 'query-client-accepted',
    breaks: ['RFC6749-2.3.1-no-credentials-in-uri'],
    sentence: 'The credentials of the client may stand in the URL.',
    bend: queryBesideBody(['client_id', 'client_secret']),
  },
  {
    id: 'query-refresh-token-accepted',
    breaks: ['RFC6749-6-refresh-token-not-in-uri'],
    sentence: 'The refresh token may stand in the URL.',
    bend: queryBesideBody(['refresh_token']),
  },
  {
    id: 'query-beats-body',
    breaks: ['ASVS5-15.3.7-query-body-pollution'],
    sentence: 'A scope in the query replaces the one of the body.',
    bend: (policy) => ({
      formFields: (server, request) => {
        const scope = new URLSearchParams(request.query).get('scope');
        const fields = policy.formFields(server, request);
        return scope === null ? fields : [...fields.filter(([name]) => name !== 'scope'), ['scope', scope]];
      },
      isKnownScope: () => true,
    }),
  },
  {
    id: 'query-unknown-404',
    breaks: ['RFC6749-3.2-query-component-retained'],
    sentence: 'Any query that is not known leads to a 404.',
    bend: (policy) => ({
      readForm: (server, request) => {
        const names = [...new URLSearchParams(request.query).keys()];
        if (names.some((name) => name !== 'tenantIdentifier')) throw policy.notFound();
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'header-unknown-refused',
    breaks: ['RFC9110-5.1-unrecognised-header-ignored'],
    sentence: 'A gateway refuses headers that are not on its list.',
    bend: (policy) => ({
      readForm: (server, request) => {
        const expected =
          /^(host|connection|content-.*|accept.*|user-agent|authorization|transfer-encoding|tenantid|origin|x-forwarded-.*|x-device-.*)$/i;
        if (request.headers.some(([name]) => !expected.test(name)))
          throw invalidRequest('A header is not allowed');
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'percent-encoding-not-decoded',
    breaks: ['RFC6749-B-percent-encoding-equivalence'],
    sentence: 'The dispatcher compares grant_type in the undecoded body.',
    bend: (policy) => ({
      readForm: (server, request) => {
        const parameters = policy.readForm(server, request);
        const given = parameters.get('grant_type');
        const pairs = request.body?.toString('latin1').split('&') ?? [];
        if (given !== undefined && !pairs.includes(`grant_type=${given}`))
          throw policy.unsupportedGrantType();
        return parameters;
      },
    }),
  },
  {
    id: 'percent-encoding-invalid-500',
    breaks: ['OAUTH-invalid-percent-encoding', 'RFC6749-5.2-never-5xx'],
    sentence: 'Invalid percent-encoding throws in the decoder.',
    bend: crashWhen((request) => hasEncoded(request, /%(?![0-9A-Fa-f]{2})/)),
  },
  {
    id: 'percent-encoding-invalid-dropped',
    breaks: ['OAUTH-invalid-percent-encoding'],
    sentence: 'Invalid percent-encoding is dropped, so the rest of the password matches.',
    bend: (policy) => ({
      decodeBytes: (text) =>
        policy.decodeBytes(text.replace(/%(?![0-9A-Fa-f]{2})(u[0-9A-Fa-f]{4}|[^&]{0,2})/g, '')),
    }),
  },
  {
    id: 'utf8-invalid-500',
    breaks: ['OAUTH-invalid-utf8', 'RFC6749-5.2-never-5xx'],
    sentence: 'Bytes that are not UTF-8 reach the database, which refuses them with an exception.',
    bend: (policy) => ({
      decodeText: (bytes) => {
        const text = bytes.toString('utf8');
        if (text.includes('\uFFFD')) throw new Error('invalid byte sequence');
        return policy.decodeText(bytes);
      },
    }),
  },
  {
    id: 'control-character-500',
    breaks: ['OAUTH-control-characters', 'RFC6749-5.2-never-5xx'],
    sentence: 'A control character reaches the database, which refuses it with an exception.',
    bend: (policy) => ({
      hasForbiddenCharacter: (value) => {
        if (policy.hasForbiddenCharacter(value)) throw new Error('invalid byte sequence');
        return false;
      },
    }),
  },
  {
    id: 'empty-body-500',
    breaks: ['RFC6749-5.2-empty-body', 'RFC6749-5.2-never-5xx'],
    sentence: 'An empty body crashes the parser.',
    bend: crashWhen((request) => request.body?.length === 0),
  },
  {
    id: 'degenerate-form-500',
    breaks: ['RFC6749-5.2-degenerate-form', 'RFC6749-5.2-never-5xx'],
    sentence: 'A pair without an equals sign is out of the bounds of a hand-written parser.',
    bend: crashWhen((request) => hasEncoded(request, /(^|&)[^=]*(&|$)/) && request.body?.length !== 0),
  },
  {
    id: 'accept-negotiates-xml',
    breaks: ['RFC6749-5.1-accept-any-json'],
    sentence: 'A client that accepts XML gets its token as XML.',
    bend: (policy) => ({
      success: (server, request, issued) => {
        const response = policy.success(server, request, issued);
        if (!headerValues(request, 'Accept').join().includes('xml')) return response;
        const headers = response.headers.filter(([name]) => name !== 'Content-Type');
        const body = `<oauth><access_token>${issued.accessToken}</access_token></oauth>`;
        return { ...response, headers: [['Content-Type', 'application/xml'], ...headers], body };
      },
    }),
  },
  {
    id: 'token-post-redirected',
    breaks: ['RFC9700-4.12-no-307'],
    sentence: 'A POST is sent on to another path with 307, credentials and all.',
    bend: withResponse((response, request) =>
      request.method === 'POST' && response.status === 200 ? redirect(307, '/oauth/token/') : response,
    ),
  },
  {
    id: 'jsonp-callback',
    breaks: ['OWASP-jsonp-disabled'],
    sentence: 'A callback parameter wraps the token in JavaScript.',
    bend: withResponse((response, request) => {
      const callback =
        new URLSearchParams(request.query).get('callback') ??
        new URLSearchParams(request.body?.toString()).get('callback');
      if (callback === null) return response;
      return {
        ...response,
        headers: [['Content-Type', 'application/javascript'], ...response.headers.slice(1)],
        body: `${callback}(${response.body})`,
      };
    }),
  },
  {
    id: 'header-duplicate-authorization-accepted',
    breaks: ['RFC9110-5.3-duplicate-authorization'],
    sentence: 'Of two Authorization headers the first one counts.',
    bend: (policy) => ({
      receive: (request) => {
        const first = request.headers.find(([name]) => /^authorization$/i.test(name));
        const rest = request.headers.filter(([name]) => !/^authorization$/i.test(name));
        return policy.receive({ ...request, headers: first ? [...rest, first] : rest });
      },
    }),
  },
]);
