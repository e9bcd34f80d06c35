/** Defects in what headers and contents say: echoed line ends, charsets, content codings, white space. */
import { gzipSync } from 'node:zlib';
import { headerValues, type IncomingRequest } from '../../model.js';
import type { Policy } from '../../policy.js';
import { invalidRequest } from '../../refusal.js';
import { rewritten } from '../../rewritten-connection.js';
import { type Fault, inArea } from '../fault.js';
import { type Bend, reading, withoutFields } from './bends.js';

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

export const contentFaults: readonly Fault[] = inArea('messages', [
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
]);
