/** Defects below OAuth: how messages are read from a connection and written to it, and what is too large (RFC 9110, 9112). */
import { gzipSync } from 'node:zlib';
import { type Field, headerValues, type IncomingRequest, type Parameters } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidRequest } from '../refusal.js';
import { type Rewriting, rewritten } from '../rewritten-connection.js';
import { type Fault, inArea } from './fault.js';

type Bend = Fault['bend'];

/** Every connection with these bytes changed. */
const reading =
  (head: NonNullable<Rewriting['head']>): Bend =>
  (policy) => ({ connection: (socket) => rewritten(policy.connection(socket), { head }) });

/** Takes the place of one field line, or takes it away. */
const line = (name: string, text = '') => {
  const pattern = new RegExp(`^${name}:.*\r\n`, 'im');
  return (head: string) => head.replace(pattern, text);
};

const isAmbiguous = (head: string): boolean =>
  /^content-length:/im.test(head) && /^transfer-encoding:/im.test(head);

const onlyWhen = (condition: (head: string) => boolean, change: (head: string) => string) => (head: string) =>
  condition(head) ? change(head) : head;

const longerThan = (parameters: Parameters, name: string, length: number): boolean =>
  (parameters.get(name)?.length ?? 0) > length;

/** The column of a table, or a library behind the form, takes no more. */
const overflowing =
  (name: string, length = 255): Bend =>
  (policy) => ({
    readForm: (server, request) => {
      const parameters = policy.readForm(server, request);
      if (longerThan(parameters, name, length)) throw new Error(`value too long for ${name}`);
      return parameters;
    },
  });

const withoutFields = (headers: readonly Field[], prefix: string): Field[] =>
  headers.filter(([name]) => !name.toLowerCase().startsWith(prefix));

const withoutCors =
  (when: (request: IncomingRequest, status: number) => boolean): Bend =>
  (policy) => ({
    send: (request, response) => {
      const sent = policy.send(request, response);
      return when(request, sent.status)
        ? { ...sent, headers: withoutFields(sent.headers, 'access-control-') }
        : sent;
    },
  });

/** Node writes no line end within a value; these characters stand for it until the bytes are written. */
const [carriageReturn, lineFeed] = ['{CR}', '{LF}'];

const unescapedLineEnds = (policy: Policy): Pick<Policy, 'connection'> => ({
  connection: (socket) =>
    rewritten(policy.connection(socket), {
      answer: (text) => text.replaceAll(carriageReturn, '\r').replaceAll(lineFeed, '\n'),
    }),
});

const raw = (value: string): string =>
  value
    .replaceAll('\r', carriageReturn)
    .replaceAll('\n', lineFeed)
    .replace(/[^\x20-\x7e]/g, '?');

const sentParameter = (request: IncomingRequest, name: string): string =>
  new URLSearchParams(request.body?.toString()).get(name) ?? '';

/** A parameter of refused requests, as it came, in a header of the response. */
const echoing =
  (name: string, field: string, before = '', change = (value: string) => value): Bend =>
  (policy) => ({
    ...unescapedLineEnds(policy),
    failure: (server, refusal, request) => {
      const response = policy.failure(server, refusal, request);
      const value = raw(change(sentParameter(request, name)));
      const headers = withoutFields(response.headers, field.toLowerCase());
      return value === '' ? response : { ...response, headers: [...headers, [field, `${before}${value}`]] };
    },
  });

const connectionField = 'X-Sandbox-Connection';

/** Which connection a request came over is told in a field of its own. */
const numbered = (policy: Policy): Pick<Policy, 'connection'> => {
  let count = 0;
  return {
    connection: (socket) => {
      const number = ++count;
      return rewritten(policy.connection(socket), {
        head: (head) => head.replace(/\r\n\r\n$/, `\r\n${connectionField}: ${number}\r\n\r\n`),
      });
    },
  };
};

export const messageFaults: readonly Fault[] = inArea('messages', [
  {
    id: 'method-in-lower-case-accepted',
    breaks: ['RFC9110-9.1-method-case-sensitive'],
    sentence: 'The router writes methods in upper case before it compares them.',
    bend: reading((head) => head.replace(/^post /, 'POST ')),
  },
  {
    id: 'method-unknown-accepted',
    breaks: ['RFC9110-9.1-method-case-sensitive'],
    sentence: 'A method that the server does not know is handled like POST.',
    bend: reading((head) =>
      head.replace(/^(?!POST|GET|HEAD|OPTIONS|PUT|PATCH|DELETE|TRACE)[A-Z]+ /, 'POST '),
    ),
  },
  {
    id: 'method-unknown-500',
    breaks: ['RFC9110-9.1-method-case-sensitive'],
    sentence: 'A method that no enumeration has is an unhandled exception.',
    bend: (policy) => ({
      malformedStatus: (code) => (code === 'HPE_INVALID_METHOD' ? 500 : policy.malformedStatus(code)),
    }),
  },
  {
    id: 'chunked-body-ignored',
    breaks: ['RFC9112-7.1-chunked-request'],
    sentence: 'A body without Content-Length counts as empty.',
    bend: (policy) => ({
      receive: (request) => {
        const { body } = policy.receive(request);
        const chunked = headerValues(request, 'Transfer-Encoding').length > 0;
        return { ...policy.receive(request), body: chunked ? Buffer.alloc(0) : body };
      },
    }),
  },
  {
    id: 'chunked-body-first-chunk-only',
    breaks: ['RFC9112-7.1-chunked-request'],
    sentence: 'Of a body in chunks only the first one is read.',
    bend: (policy) => ({
      receive: (request) => {
        const received = policy.receive(request);
        const chunked = headerValues(request, 'Transfer-Encoding').length > 0;
        const end = (received.body?.indexOf('&') ?? -1) + 1;
        return chunked ? { ...received, body: received.body?.subarray(0, end) } : received;
      },
    }),
  },
  {
    id: 'chunked-body-500',
    breaks: ['RFC9112-7.1-chunked-request'],
    sentence: 'A body without Content-Length cannot be allocated.',
    bend: (policy) => ({
      readForm: (server, request) => {
        if (headerValues(request, 'Content-Length').length === 0 && request.body?.length !== 0)
          throw new Error('content length is null');
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'chunked-body-length-required',
    breaks: ['RFC9112-7.1-chunked-request'],
    sentence: 'A body without Content-Length is refused.',
    bend: (policy) => ({
      readForm: (server, request) => {
        if (headerValues(request, 'Transfer-Encoding').length > 0)
          throw invalidRequest('The length of the body is missing', { status: 411 });
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'both-lengths-chunks-win',
    breaks: ['RFC9112-6.1-cl-te-close'],
    sentence: 'Beside chunks Content-Length is ignored, and the connection stays open.',
    bend: reading(onlyWhen(isAmbiguous, line('Content-Length'))),
  },
  {
    id: 'both-lengths-length-wins',
    breaks: ['RFC9112-6.1-cl-te-close'],
    sentence: 'Beside Content-Length chunks are not decoded, and the connection stays open.',
    bend: reading(onlyWhen(isAmbiguous, line('Transfer-Encoding'))),
  },
  {
    id: 'transfer-coding-unknown-ignored',
    breaks: ['RFC9112-6.1-cl-te-close'],
    sentence: 'A transfer coding that the server does not know is ignored.',
    bend: reading(
      onlyWhen((head) => !/^transfer-encoding: *chunked\r$/im.test(head), line('Transfer-Encoding')),
    ),
  },
  {
    id: 'both-lengths-500',
    breaks: ['RFC9112-6.1-cl-te-close'],
    sentence: 'A message with both length fields is an unhandled exception.',
    bend: (policy) => ({
      malformedStatus: (code) => (/TRANSFER_ENCODING/.test(code) ? 500 : policy.malformedStatus(code)),
    }),
  },
  {
    id: 'content-length-digits-suffice',
    breaks: ['RFC9112-6.3-invalid-content-length'],
    sentence: 'Content-Length is read as far as it is a number.',
    bend: reading((head) => head.replace(/^(content-length: *\d+)[a-z]+\r$/im, '$1\r')),
  },
  {
    id: 'content-length-list-first',
    breaks: ['RFC9112-6.3-invalid-content-length'],
    sentence: 'Of a list in Content-Length the first number counts.',
    bend: reading((head) => head.replace(/^(content-length: *\d+),.*\r$/im, '$1\r')),
  },
  {
    id: 'content-length-first-line',
    breaks: ['RFC9112-6.3-invalid-content-length'],
    sentence: 'Of two Content-Length lines the first one counts.',
    bend: reading((head) => head.replace(/^(content-length:.*\r\n)content-length:.*\r\n/im, '$1')),
  },
  {
    id: 'content-length-last-line',
    breaks: ['RFC9112-6.3-invalid-content-length'],
    sentence: 'Of two Content-Length lines the last one counts.',
    bend: reading((head) => head.replace(/^content-length:.*\r\n(content-length:.*\r\n)/im, '$1')),
  },
  {
    id: 'content-length-invalid-is-none',
    breaks: ['RFC9112-6.3-invalid-content-length'],
    sentence: 'A Content-Length that is no number counts as none.',
    bend: reading((head) => head.replace(/^content-length:(?! *\d+\r$).*\r$/im, 'Content-Length: 0\r')),
  },
  {
    id: 'truncated-body-processed',
    breaks: ['RFC9112-6.3-invalid-content-length'],
    sentence: 'What has come of a body is processed when the client closes its side.',
    bend: (policy) => ({
      connection: (socket) => rewritten(policy.connection(socket), { missing: (count) => '&'.repeat(count) }),
    }),
  },
  {
    id: 'host-missing-accepted',
    breaks: ['RFC9112-3.2-host-required'],
    sentence: 'A request without Host is served by the default virtual host.',
    bend: (policy) => ({
      isHostRight: (hosts, version) => hosts.length === 0 || policy.isHostRight(hosts, version),
    }),
  },
  {
    id: 'host-repeated-accepted',
    breaks: ['RFC9112-3.2-host-required'],
    sentence: 'Of two Host lines the first one counts.',
    bend: (policy) => ({
      isHostRight: (hosts, version) => policy.isHostRight(hosts.slice(0, 1), version),
    }),
  },
  {
    id: 'host-missing-500',
    breaks: ['RFC9112-3.2-host-required'],
    sentence: 'The base URL is made of Host, which may be missing.',
    bend: (policy) => ({
      isHostRight: (hosts, version) => {
        if (hosts.length === 0) throw new Error('host is undefined');
        return policy.isHostRight(hosts, version);
      },
    }),
  },
  {
    id: 'space-before-colon-accepted',
    breaks: ['RFC9112-5.1-space-before-colon'],
    sentence: 'White space before the colon of a field line is trimmed.',
    bend: reading((head) => head.replace(/^([\w-]+) +:/gm, '$1:')),
  },
  {
    id: 'space-before-colon-line-dropped',
    breaks: ['RFC9112-5.1-space-before-colon'],
    sentence: 'A field line with white space before the colon is left out.',
    bend: reading((head) => head.replace(/^[\w-]+ +:.*\r\n/gm, '')),
  },
  {
    id: 'folded-line-is-a-field',
    breaks: ['RFC9112-5.2-obs-fold'],
    sentence: 'The continuation of a folded field line is read as a field of its own.',
    bend: reading((head) => head.replace(/\r\n[ \t]+/g, '\r\n')),
  },
  {
    id: 'folded-line-500',
    breaks: ['RFC9112-5.2-obs-fold'],
    sentence: 'A line without a field name is out of the bounds of a hand-written parser.',
    bend: (policy) => ({
      malformedStatus: (code) => (code === 'HPE_INVALID_HEADER_TOKEN' ? 500 : policy.malformedStatus(code)),
    }),
  },
  {
    id: 'bare-cr-ends-a-line',
    breaks: ['RFC9110-5.5-ctl-in-header-value'],
    sentence: 'A lone carriage return ends a field line.',
    bend: reading((head) => head.replace(/\r(?!\n)/g, '\r\n')),
  },
  {
    id: 'nul-ends-a-value',
    breaks: ['RFC9110-5.5-ctl-in-header-value'],
    sentence: 'Header values are strings of C, which end at a NUL.',
    bend: reading((head) => head.replace(/\0[^\r\n]*/g, '')),
  },
  {
    id: 'control-character-in-header-500',
    breaks: ['RFC9110-5.5-ctl-in-header-value'],
    sentence: 'A control character in a header value is an unhandled exception.',
    bend: (policy) => ({
      malformedStatus: (code) =>
        ['HPE_INVALID_HEADER_TOKEN', 'HPE_LF_EXPECTED'].includes(code) ? 500 : policy.malformedStatus(code),
    }),
  },
  {
    id: 'expect-body-lost',
    breaks: ['RFC9110-10.1.1-expect-continue'],
    sentence: 'With Expect: 100-continue the body that comes later is not read.',
    bend: (policy) => ({
      receive: (request) => {
        const received = policy.receive(request);
        const expects = headerValues(request, 'Expect').length > 0;
        return expects ? { ...received, body: Buffer.alloc(0) } : received;
      },
    }),
  },
  {
    id: 'expect-500',
    breaks: ['RFC9110-10.1.1-expect-continue'],
    sentence: 'Expect: 100-continue leads to an exception.',
    bend: (policy) => ({
      readForm: (server, request) => {
        if (headerValues(request, 'Expect').length > 0) throw new Error('unexpected expectation');
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'connection-remembers-user',
    breaks: ['RFC9112-9.3-keep-alive'],
    sentence:
      'The user of a request stays with its connection, and the next one without a right password is his.',
    bend: (policy) => {
      const known = new Map<string, ReturnType<Policy['authenticateUser']>>();
      return {
        ...numbered(policy),
        authenticateUser: (server, request, tenant, parameters) => {
          const connection = headerValues(request, connectionField)[0] ?? '';
          const named = policy.findUser(server, tenant, parameters.get('username') ?? '');
          const remembered = known.get(connection);
          if (!named && remembered) return remembered;
          const user = policy.authenticateUser(server, request, tenant, parameters);
          known.set(connection, user);
          return user;
        },
      };
    },
  },
  {
    id: 'connection-keeps-first-user',
    breaks: ['RFC9112-9.3-keep-alive'],
    sentence: 'The first user of a connection is the user of every login that follows on it.',
    bend: (policy) => {
      const first = new Map<string, ReturnType<Policy['authenticateUser']>>();
      return {
        ...numbered(policy),
        authenticateUser: (server, request, tenant, parameters) => {
          const connection = headerValues(request, connectionField)[0] ?? '';
          const user = policy.authenticateUser(server, request, tenant, parameters);
          first.set(connection, first.get(connection) ?? user);
          return first.get(connection) ?? user;
        },
      };
    },
  },
  {
    id: 'connection-answers-repeated',
    breaks: ['RFC9112-9.3-keep-alive'],
    sentence: 'A refusal is written twice, so that every later response belongs to the request before.',
    bend: (policy) => ({
      connection: (socket) => {
        let served = 0;
        return rewritten(policy.connection(socket), {
          answer: (text) => (/^HTTP\/1\.1 4/.test(text) && ++served === 1 ? text + text : text),
        });
      },
    }),
  },
  {
    id: 'response-length-in-characters',
    breaks: ['ASVS5-4.2.2-content-length-consistent'],
    sentence: 'Content-Length counts characters, and an error message has some of two bytes.',
    bend: (policy) => ({
      contentLength: (content) => content.length,
      errorMembers: (server, refusal, request) => {
        const members = policy.errorMembers(server, refusal, request);
        return members && { ...members, hint: 'Überprüfen Sie die Anfrage' };
      },
    }),
  },
  {
    id: 'response-with-both-lengths',
    breaks: ['ASVS5-4.2.2-content-length-consistent'],
    sentence: 'Errors are sent in chunks, with a Content-Length beside them.',
    bend: (policy) => ({
      send: (request, response) => {
        const sent = policy.send(request, response);
        if (sent.status !== 400 || sent.body === '') return sent;
        const length = String(policy.contentLength(sent.body));
        return {
          ...sent,
          headers: [...sent.headers, ['Content-Length', length], ['Transfer-Encoding', 'chunked']],
        };
      },
    }),
  },
  {
    id: 'response-cut-short',
    breaks: ['ASVS5-4.2.2-content-length-consistent'],
    sentence: 'Errors end before their Content-Length, with the connection.',
    bend: (policy) => ({
      contentLength: (content) => policy.contentLength(content) + (content.includes('"error"') ? 5 : 0),
      send: (request, response) => {
        const sent = policy.send(request, response);
        return sent.body.includes('"error"')
          ? { ...sent, headers: [...sent.headers, ['Connection', 'close']] }
          : sent;
      },
    }),
  },
  {
    id: 'head-with-content',
    breaks: ['RFC9110-9.3.2-head-no-body'],
    sentence: 'HEAD is answered like GET, with the content.',
    bend: (policy) => ({
      connection: (socket) => {
        let toHead = false;
        return rewritten(policy.connection(socket), {
          head: (head) => {
            toHead = head.startsWith('HEAD ');
            return head;
          },
          answer: (text) => (toHead ? `${text}{"error":"invalid_request"}` : text),
        });
      },
    }),
  },
  {
    id: 'client-id-in-challenge',
    breaks: ['OWASP-crlf-injection'],
    sentence: 'The client id is echoed in the realm of the challenge as it came.',
    bend: echoing('client_id', 'WWW-Authenticate', 'Basic realm='),
  },
  {
    id: 'grant-type-in-header',
    breaks: ['OWASP-crlf-injection'],
    sentence: 'A refused grant type is echoed in a header for tracing as it came.',
    bend: echoing('grant_type', 'X-Refused'),
  },
  {
    id: 'redirect-uri-in-header-narrowed',
    breaks: ['OWASP-crlf-injection'],
    sentence: 'A parameter is narrowed to bytes in a header, which makes line ends of other characters.',
    bend: echoing('redirect_uri', 'X-Return', '', (value) =>
      [...value].map((character) => String.fromCharCode(character.charCodeAt(0) & 0xff)).join(''),
    ),
  },
  {
    id: 'basic-two-spaces-refused',
    breaks: ['RFC9110-11.4-multiple-spaces'],
    sentence:
      'The Authorization header is split at its first space, and the second one is taken for the credentials.',
    bend: (policy) => ({
      headerCredentials: (server, authorization) =>
        policy.headerCredentials(server, authorization.split(' ').slice(0, 2).join(' ')),
    }),
  },
  {
    id: 'charset-unknown-500',
    breaks: ['OAUTH-unsupported-charset'],
    sentence: 'A charset that the platform does not know is an unhandled exception.',
    bend: (policy) => ({
      acceptMediaType: (server, request) => {
        const charset = /charset=([\w-]+)/i.exec(headerValues(request, 'Content-Type').join())?.[1];
        if (charset !== undefined) new TextDecoder(charset);
        policy.acceptMediaType(server, request);
      },
    }),
  },
  {
    id: 'compressed-body-500',
    breaks: ['RFC9110-8.4-request-content-encoding'],
    sentence: 'A compressed body is parsed as a form, which it is not.',
    bend: (policy) => ({
      isKnownContentCoding: () => true,
      decodeBytes: (text) => {
        if (text.startsWith('\x1f\x8b')) throw new Error('unexpected byte');
        return policy.decodeBytes(text);
      },
    }),
  },
  {
    id: 'compressed-always',
    breaks: ['RFC9110-12.5.3-accept-encoding'],
    sentence: 'Every response is compressed, whatever the client takes.',
    bend: (policy) => ({
      send: (request, response) => {
        const sent = policy.send(request, response);
        if (sent.body === '') return sent;
        return {
          ...sent,
          headers: [...sent.headers, ['Content-Encoding', 'gzip']],
          coded: gzipSync(sent.body),
        };
      },
    }),
  },
  {
    id: 'compressed-in-name-only',
    breaks: ['RFC9110-12.5.3-accept-encoding'],
    sentence: 'A response that should be compressed is labelled so and is not.',
    bend: (policy) => ({
      send: (request, response) => {
        const sent = policy.send(request, response);
        const offered = headerValues(request, 'Accept-Encoding').join().includes('gzip');
        return offered ? { ...sent, headers: [...sent.headers, ['Content-Encoding', 'gzip']] } : sent;
      },
    }),
  },
  {
    id: 'identity-not-acceptable',
    breaks: ['RFC9110-12.5.3-accept-encoding'],
    sentence: 'A client that takes no compression is refused.',
    bend: (policy) => ({
      readForm: (server, request) => {
        if (headerValues(request, 'Accept-Encoding').includes('identity'))
          throw invalidRequest('No acceptable content coding', { status: 406 });
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'header-values-not-trimmed',
    breaks: ['RFC9110-5.5-header-ows'],
    sentence: 'White space around a header value is part of it.',
    bend: reading((head) => head.replace(/^([\w-]+:) [ \t]+/gm, '$1 \xa0')),
  },
  {
    id: 'username-longer-than-column',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A user name that is longer than its column is an unhandled exception.',
    bend: overflowing('username'),
  },
  {
    id: 'client-id-longer-than-column',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A client id that is longer than its column is an unhandled exception.',
    bend: overflowing('client_id', 4000),
  },
  {
    id: 'scope-longer-than-column',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A scope that is longer than its column is an unhandled exception.',
    bend: overflowing('scope', 1024),
  },
  {
    id: 'body-too-large-500',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A body beyond the limit is an unhandled exception.',
    bend: () => ({
      tooLarge: () => invalidRequest('The request could not be processed', { status: 500 }),
    }),
  },
  {
    id: 'password-length-unlimited',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A password of any length is taken, and only its beginning is compared.',
    bend: (policy) => ({
      bodyLimit: () => 16 * 1024 * 1024,
      passwordMatches: (server, user, password) =>
        user !== undefined && password.length > 100_000
          ? true
          : policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'many-parameters-500',
    breaks: ['OAUTH-many-parameters'],
    sentence: 'More parameters than a framework counts are an unhandled exception.',
    bend: (policy) => ({
      formFields: (server, request) => {
        const fields = policy.formFields(server, request);
        if (fields.length > 1000) throw new Error('maximum number of parameters exceeded');
        return fields;
      },
    }),
  },
  {
    id: 'large-header-502',
    breaks: ['RFC6585-5-oversized-header'],
    sentence: 'A header section that is too large for the server is the proxy’s problem.',
    bend: (policy) => ({
      malformedStatus: (code) => (code === 'HPE_HEADER_OVERFLOW' ? 502 : policy.malformedStatus(code)),
    }),
  },
  {
    id: 'long-target-500',
    breaks: ['RFC9112-3-long-request-target'],
    sentence: 'A request-target that is too long is an unhandled exception.',
    bend: (policy) => ({
      ...reading((head) => head.replace(/^(\S+ [^\s?]+)\?\S{8000,}/, '$1?overflow'))(policy),
      readForm: (server, request) => {
        if (request.query === 'overflow') throw new Error('buffer overflow');
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'cors-missing-on-errors',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'Errors carry no CORS headers, so that a page sees a network error.',
    bend: withoutCors((_, status) => status >= 400),
  },
  {
    id: 'cors-missing-on-success',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'Only the preflight carries CORS headers.',
    bend: withoutCors((request, status) => request.method === 'POST' && status === 200),
  },
  {
    id: 'cors-preflight-unanswered',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'The preflight of a browser is answered like any OPTIONS, without CORS headers.',
    bend: withoutCors((request) => request.method === 'OPTIONS'),
  },
  {
    id: 'cors-preflight-forgets-headers',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'The preflight allows only the usual headers, and not those that every request needs.',
    bend: () => ({ allowedHeaders: () => ['authorization', 'content-type'] }),
  },
]);
