/** What RFC 9112 leaves to a server that reads messages, and RFC 9110 to one that finds them too large. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Field, headerValues } from '../model.js';
import { invalidRequest } from '../refusal.js';
import { type Rewriting, rewritten } from '../rewritten-connection.js';
import { type Bend, together, type Variation } from './variation.js';

const reading =
  (head: NonNullable<Rewriting['head']>): Bend =>
  (policy) => ({ connection: (socket) => rewritten(policy.connection(socket), { head }) });

/** Another answer to what cannot be parsed, in the words of the wire; empty: the connection is closed without one. */
const malformedAnswered =
  (answer: (status: number) => string): Bend =>
  () => ({ malformedAnswer: (_, status) => answer(status) });

const withoutContentCoding = (headers: readonly Field[]): Field[] =>
  headers.filter(([name]) => name.toLowerCase() !== 'content-encoding');

export const messageVariations: readonly Variation[] = [
  {
    id: 'malformed-closed-silently',
    sentence: 'Messages that cannot be parsed end the connection without an answer.',
    allowedBy: 'RFC 9112 section 9.6: a server may close the connection; the catalogue accepts it',
    bend: malformedAnswered(() => ''),
  },
  {
    id: 'malformed-refused-by-parser',
    sentence: 'Messages that cannot be parsed are refused by the HTTP library, without Date and content.',
    allowedBy: 'RFC 9112 section 2.2: 400 (Bad Request), which need not be an OAuth error',
    bend: malformedAnswered((status) => `HTTP/1.1 ${status} Bad Request\r\nConnection: close\r\n\r\n`),
  },
  {
    id: 'malformed-page-of-gateway',
    sentence: 'Messages that cannot be parsed are refused by a gateway, with its page.',
    allowedBy: 'RFC 9110 section 15.5.1: the content of a 400 is up to the server',
    bend: malformedAnswered((status) => {
      const page =
        '<html><head><title>400 Bad Request</title></head><body><center>nginx</center></body></html>';
      return `HTTP/1.1 ${status} Bad Request\r\nServer: nginx\r\nDate: ${new Date().toUTCString()}\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`;
    }),
  },
  {
    id: 'malformed-not-implemented',
    sentence: 'What the parser does not know is refused with 501.',
    allowedBy: 'RFC 9110 section 9.1 and RFC 9112 section 6.1: 501 (Not Implemented)',
    bend: (policy) => ({
      malformedStatus: (code) => (/METHOD|TRANSFER_ENCODING/.test(code) ? 501 : policy.malformedStatus(code)),
    }),
  },
  {
    id: 'folded-lines-unfolded',
    sentence: 'An obsolete line folding is replaced by spaces.',
    allowedBy: 'RFC 9112 section 5.2: "replace each received obs-fold with one or more SP octets"',
    bend: reading((head) => head.replace(/\r\n[ \t]+/g, '  ')),
  },
  {
    id: 'control-characters-replaced',
    sentence: 'NUL and lone carriage returns in a header value are replaced by spaces.',
    allowedBy: 'RFC 9110 section 5.5: "replace each of those characters with SP"',
    bend: reading((head) => head.replace(/\0|\r(?!\n)/g, ' ')),
  },
  {
    id: 'lone-line-feeds-accepted',
    sentence: 'A lone line feed ends a line.',
    allowedBy: 'RFC 9112 section 2.2: "a recipient MAY recognize a single LF as a line terminator"',
    bend: reading((head) => head.replace(/\r?\n/g, '\r\n')),
  },
  {
    id: 'both-lengths-processed-as-chunks',
    sentence:
      'A message with both length fields is read as chunks, and the connection closed after the response.',
    allowedBy:
      'RFC 9112 section 6.1: "or process such a request in accordance with the Transfer-Encoding alone"',
    bend: reading((head) =>
      /^content-length:/im.test(head) && /^transfer-encoding: *chunked\r$/im.test(head)
        ? head.replace(/^content-length:.*\r\n/im, 'Connection: close\r\n')
        : head,
    ),
  },
  {
    id: 'host-misdirected',
    sentence: 'A wrong or missing host is refused with 421.',
    allowedBy: 'RFC 9110 section 15.5.20: 421 (Misdirected Request); the catalogue accepts it',
    bend: () => ({ wrongHost: () => invalidRequest('This host is not served here', { status: 421 }) }),
  },
  {
    id: 'expectations-failed',
    sentence: 'Requests that expect a 100 are refused with 417.',
    allowedBy: 'RFC 9110 section 15.5.18: 417 (Expectation Failed); the catalogue accepts it',
    bend: (policy) => ({
      readForm: (server, request) => {
        if (headerValues(request, 'Expect').length > 0)
          throw invalidRequest('The expectation cannot be met', { status: 417 });
        return policy.readForm(server, request);
      },
    }),
  },
  {
    id: 'codings-negotiated',
    sentence: 'Bodies are compressed for clients that offer gzip, and compressed requests are decoded.',
    allowedBy: 'RFC 9110 sections 8.4 and 12.5.3',
    bend: together(
      (policy) => ({
        send: (request, response) => {
          const sent = policy.send(request, response);
          const offered = /\bgzip\b/.test(headerValues(request, 'Accept-Encoding').join());
          return offered && sent.body !== ''
            ? {
                ...sent,
                headers: [...sent.headers, ['Content-Encoding', 'GZIP']],
                coded: gzipSync(sent.body),
              }
            : sent;
        },
      }),
      (policy) => ({
        receive: (given) => {
          const request = policy.receive(given);
          const coded =
            headerValues(request, 'Content-Encoding').join() === 'gzip' && request.body?.[0] === 0x1f;
          return coded && request.body
            ? { ...request, headers: withoutContentCoding(request.headers), body: gunzipSync(request.body) }
            : request;
        },
      }),
    ),
  },
  {
    id: 'foreign-charset-refused',
    sentence: 'A form in any charset but UTF-8 is refused with 415.',
    allowedBy: 'RFC 9110 section 15.5.16: 415 (Unsupported Media Type)',
    bend: (policy) => ({
      isFormMediaType: (contentTypes) =>
        policy.isFormMediaType(contentTypes) && !/charset="?(?!utf-8)/i.test(contentTypes.join()),
    }),
  },
  {
    id: 'many-parameters-refused',
    sentence: 'A form of more than a hundred fields is refused with 413.',
    allowedBy: 'RFC 9110 section 15.5.14: 413 (Content Too Large)',
    bend: (policy) => ({
      formFields: (server, request) => {
        const fields = policy.formFields(server, request);
        if (fields.length > 100) throw policy.tooLarge();
        return fields;
      },
    }),
  },
];
