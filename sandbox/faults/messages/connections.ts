/** Defects in what a connection keeps from one request to the next, and in how responses end (RFC 9112). */
import { headerValues } from '../../model.js';
import type { Policy } from '../../policy.js';
import { rewritten } from '../../rewritten-connection.js';
import { type Fault, inArea } from '../fault.js';

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

export const connectionFaults: readonly Fault[] = inArea('messages', [
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
]);
