/** Defects in reading requests from a connection: method, framing, host, field lines (RFC 9110, RFC 9112). */
import { headerValues } from '../../model.js';
import { invalidRequest } from '../../refusal.js';
import { rewritten } from '../../rewritten-connection.js';
import { type Fault, inArea } from '../fault.js';
import { reading } from './bends.js';

/** Takes the place of one field line, or takes it away. */
const line = (name: string, text = '') => {
  const pattern = new RegExp(`^${name}:.*\r\n`, 'im');
  return (head: string) => head.replace(pattern, text);
};

const isAmbiguous = (head: string): boolean =>
  /^content-length:/im.test(head) && /^transfer-encoding:/im.test(head);

const onlyWhen = (condition: (head: string) => boolean, change: (head: string) => string) => (head: string) =>
  condition(head) ? change(head) : head;

export const requestFaults: readonly Fault[] = inArea('messages', [
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
]);
