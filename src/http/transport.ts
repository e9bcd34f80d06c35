/**
 * The only code that opens connections to the target. It sends exactly what it is told, follows nothing,
 * remembers nothing, and never rejects for what the target does: failures are part of the observation.
 */
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Field,
  Observation,
  OutgoingRequest,
  ReceivedResponse,
  TransportFailure,
  TransportFailureKind,
} from './observation.js';

export interface TransportOptions {
  /** Deadline of a complete exchange, milliseconds. */
  readonly timeout: number;
  /** Bytes of a response body that are read; the connection is closed beyond. Default 1 MiB. */
  readonly bodyLimit?: number;
  /** Least time between the starts of two requests, milliseconds. Default 0. */
  readonly interval?: number;
  /** Certificates (PEM) to trust instead of the built-in ones. */
  readonly ca?: string | Buffer;
}

export interface Transport {
  send(request: OutgoingRequest): Promise<Observation>;
  close(): void;
}

const defaultBodyLimit = 1024 * 1024;

/** Servers commonly close idle connections after a few seconds; one that was idle for longer is not used again. */
const idleLimit = 1000;

/** Header lines of a response beyond this many bytes make it malformed. */
const headerLimit = 256 * 1024;

/** Splits without normalising: `..`, `%zz` and the like reach the wire as they are. */
function splitUrl(url: string): {
  secure: boolean;
  hostname: string;
  port: number;
  host: string;
  target: string;
} {
  const { protocol, hostname, port, host } = new URL(url);
  const secure = protocol === 'https:';
  if (!secure && protocol !== 'http:') throw new TypeError(`not an http or https URL: ${protocol}`);
  const [, target = ''] = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(url) ?? [];
  return {
    secure,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    host,
    target: target.startsWith('/') ? target : `/${target}`,
  };
}

function has(headers: readonly Field[], name: string): boolean {
  return headers.some(([given]) => given.toLowerCase() === name);
}

/** What framing needs and the caller did not give. */
function framed({ headers, body }: OutgoingRequest, host: string): Field[] {
  const added: Field[] = has(headers, 'host') ? [...headers] : [['Host', host], ...headers];
  if (body !== undefined && !has(headers, 'content-length') && !has(headers, 'transfer-encoding'))
    added.push(['Content-Length', String(body.length)]);
  if (!has(headers, 'connection')) added.push(['Connection', 'keep-alive']);
  return added;
}

function pairs(raw: readonly string[]): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return fields;
}

const kinds: ReadonlyMap<string, TransportFailureKind> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'unresolved'],
  ['EAI_AGAIN', 'unresolved'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
]);

const sentences: Readonly<Record<TransportFailureKind, string>> = {
  refused: 'refuses connections: nobody listens there',
  unresolved: 'is not a host name that can be resolved',
  timeout: 'gave no complete response in time',
  reset: 'closed the connection before the response was complete',
  tls: 'could not be reached over TLS',
  malformed: 'sent bytes that are not an HTTP response',
  other: 'could not be reached',
};

function kindOf(code: string | undefined, secure: boolean): TransportFailureKind {
  const known = kinds.get(code ?? '');
  if (known) return known;
  if (code?.startsWith('HPE_')) return 'malformed';
  if (secure && /CERT|SSL|TLS|ALTNAME|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code ?? '')) return 'tls';
  return 'other';
}

function failed(kind: TransportFailureKind, host: string, code?: string): TransportFailure {
  return { kind, message: `${host} ${sentences[kind]}${code === undefined ? '' : ` (${code})`}` };
}

type Ending = { response: ReceivedResponse } | { failure: TransportFailure; untouched: boolean };

export function createTransport(options: TransportOptions): Transport {
  const { timeout, bodyLimit = defaultBodyLimit, interval = 0 } = options;
  const pool = { keepAlive: true, maxFreeSockets: 4, timeout: idleLimit };
  const agents = {
    plain: new http.Agent(pool),
    secure: new https.Agent({ ...pool, ...(options.ca === undefined ? {} : { ca: options.ca }) }),
  };
  let nextStart = 0;

  function exchange(outgoing: OutgoingRequest, headers: readonly Field[], fresh: boolean): Promise<Ending> {
    const { secure, hostname, port, host, target } = splitUrl(outgoing.url);
    return new Promise((resolve) => {
      let responded = false;
      let settled = false;
      const settle = (ending: Ending): void => {
        if (settled) return;
        settled = true;
        clearTimeout(deadline);
        resolve(ending);
      };
      const fail = (kind: TransportFailureKind, code?: string): void =>
        settle({
          failure: failed(kind, host, code),
          untouched: kind === 'reset' && request.reusedSocket && !responded,
        });

      const request = (secure ? https : http).request({
        agent: fresh ? false : secure ? agents.secure : agents.plain,
        ...(secure && fresh && options.ca !== undefined ? { ca: options.ca } : {}),
        hostname,
        port,
        method: outgoing.method,
        path: target,
        // A flat list keeps order, case and repeats; the published types know neither it nor the next option.
        ...({ headers: headers.flat(), setDefaultHeaders: false } as object),
        maxHeaderSize: headerLimit,
      });
      const deadline = setTimeout(() => {
        fail('timeout');
        request.destroy();
      }, timeout);

      request.on('error', (problem: NodeJS.ErrnoException) =>
        fail(kindOf(problem.code, secure), problem.code),
      );
      request.on('response', (incoming) => {
        responded = true;
        const chunks: Buffer[] = [];
        let size = 0;
        const received = (truncated: boolean): void =>
          settle({
            response: {
              status: incoming.statusCode ?? 0,
              statusText: incoming.statusMessage ?? '',
              httpVersion: incoming.httpVersion,
              headers: pairs(incoming.rawHeaders),
              body: Buffer.concat(chunks).subarray(0, bodyLimit),
              truncated,
            },
          });
        incoming.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size <= bodyLimit) return;
          received(true);
          request.destroy();
        });
        incoming.on('end', () => received(false));
        incoming.on('aborted', () => fail('reset'));
        incoming.on('error', (problem: NodeJS.ErrnoException) =>
          fail(kindOf(problem.code, secure), problem.code),
        );
      });
      // An answer that turns the connection into something else is no answer to a token request.
      request.on('upgrade', (_incoming, socket) => {
        fail('malformed', 'HTTP upgrade');
        socket.destroy();
      });
      request.on('connect', (_incoming, socket) => {
        fail('malformed', 'HTTP tunnel');
        socket.destroy();
      });
      request.end(outgoing.body);
    });
  }

  return {
    async send(outgoing) {
      const now = Date.now();
      const wait = nextStart - now;
      nextStart = Math.max(now, nextStart) + interval;
      if (wait > 0) await sleep(wait);

      const { host } = splitUrl(outgoing.url);
      const headers = framed(outgoing, host);
      const startedAt = Date.now();
      const clock = performance.now();
      const attempt = async (fresh: boolean): Promise<Ending> => {
        try {
          return await exchange(outgoing, headers, fresh);
        } catch (problem) {
          // Node refuses to write it: a bad method or header value.
          const code = (problem as NodeJS.ErrnoException).code;
          return { failure: failed('other', host, code), untouched: false };
        }
      };
      let ending = await attempt(false);
      // The server had closed a kept connection before it saw the request. Only then is it sent again: any other
      // repetition could burn a one-time refresh token and would falsify what is observed.
      if ('failure' in ending && ending.untouched) ending = await attempt(true);
      return {
        request: {
          method: outgoing.method,
          url: outgoing.url,
          headers,
          body: outgoing.body ?? Buffer.alloc(0),
        },
        startedAt,
        milliseconds: performance.now() - clock,
        response: 'response' in ending ? ending.response : undefined,
        failure: 'failure' in ending ? ending.failure : undefined,
      };
    },
    close() {
      agents.plain.destroy();
      agents.secure.destroy();
    },
  };
}
