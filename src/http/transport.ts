/**
 * The only code that opens connections to the target. It sends exactly what it is told, follows nothing,
 * remembers nothing, and never rejects for what the target does: failures are part of the observation.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as pendingEvents, setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls, TLSSocket, type ConnectionOptions as TlsConnectionOptions } from 'node:tls';
import { type Target, targetOf } from './address.js';
import {
  type ConnectionOptions,
  proxyAuthorization,
  secureContextOptions,
  serverName,
} from './connection-options.js';
import { failure, kindOf, type Progress } from './failure.js';
import { shakeHands } from './handshake.js';
import type {
  Field,
  Handshake,
  Observation,
  OutgoingRequest,
  ReceivedResponse,
  TlsFacts,
  TransportFailure,
  Wire,
} from './observation.js';
import { tlsFacts } from './tls-facts.js';
import { openTunnel, ProxyError, proxyFailure, unreachable } from './tunnel.js';
import { sendWire } from './wire.js';

export interface TransportOptions extends ConnectionOptions {
  /** Deadline of a complete exchange, milliseconds. */
  readonly timeout: number;
  /** Bytes of a response body that are read; the connection is closed beyond. Default 1 MiB. */
  readonly bodyLimit?: number | undefined;
  /** Bytes of a response header section that are read; a longer one is malformed. Default 256 KiB. */
  readonly headerLimit?: number | undefined;
  /** Least time between the starts of two requests, milliseconds. Default 0: none. */
  readonly interval?: number | undefined;
}

export interface Transport {
  /** Never rejects for what the target does, nor for a request that cannot be written: see `failure`. */
  send(request: OutgoingRequest): Promise<Observation>;
  /** Sends all of them at the same moment, each on a connection of its own; the rate limit counts each of them afterwards. */
  sendTogether(requests: readonly OutgoingRequest[]): Promise<Observation[]>;
  /** Closes kept connections. */
  close(): void;
}

const defaultBodyLimit = 1024 * 1024;
const defaultHeaderLimit = 256 * 1024;

/** Servers commonly close idle connections after a few seconds; one that was idle for longer is not used again. */
const idleLimit = 1000;

function has(headers: readonly Field[], name: string): boolean {
  return headers.some(([given]) => given.toLowerCase() === name);
}

/**
 * A connection may serve several requests only while both sides agree where a message ends: not after framing
 * or connection options of the caller's own, nor where servers err in the length of a response.
 */
function mayShare({ method, headers }: OutgoingRequest): boolean {
  return (
    !/^(HEAD|CONNECT)$/i.test(method) &&
    !['connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect'].some((name) =>
      has(headers, name),
    )
  );
}

/** What HTTP/1.1 needs and the caller did not give. */
function framed({ headers, body }: OutgoingRequest, host: string, shared: boolean): Field[] {
  const fields: Field[] = has(headers, 'host') ? [...headers] : [['Host', host], ...headers];
  if (body !== undefined && !has(headers, 'content-length') && !has(headers, 'transfer-encoding'))
    fields.push(['Content-Length', String(body.length)]);
  if (!has(headers, 'connection')) fields.push(['Connection', shared ? 'keep-alive' : 'close']);
  return fields;
}

function pairs(raw: readonly string[]): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return fields;
}

type Ending = { readonly tls?: TlsFacts | undefined } & (
  | { readonly response: ReceivedResponse; readonly excess: boolean }
  | {
      readonly failure: TransportFailure;
      /** The connection had been used before, and closed before a byte of this response came. */
      readonly stale: boolean;
    }
);

/** Where the connection leads, and what stands in the request line: a proxy of plain http is told the whole URL. */
function addressOf({ secure, hostname, port, host, path, proxy }: Target): http.RequestOptions {
  if (secure || !proxy) return { hostname, port, path };
  return {
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || 80,
    path: `http://${host}${path}`,
  };
}

/** For the proxy alone; it is no part of the request to the target. */
function proxyFields({ secure, proxy }: Target): Field[] {
  const authorization = secure || !proxy ? undefined : proxyAuthorization(proxy);
  return authorization === undefined ? [] : [['Proxy-Authorization', authorization]];
}

/** Connections to secure targets through a proxy: a tunnel first, TLS with the target inside of it. */
class TunnelAgent extends https.Agent {
  constructor(
    options: https.AgentOptions,
    private readonly way: { readonly proxy: URL; readonly timeout: number },
  ) {
    super(options);
  }

  override createConnection(
    options: TlsConnectionOptions & { readonly hostname?: string },
    callback?: (problem: Error | null, stream: Duplex) => void,
  ): undefined {
    const { host = '', port = 443 } = options;
    openTunnel({ ...this.way, hostname: host, port: Number(port) }).then(
      (socket) => callback?.(null, connectTls({ ...options, socket })),
      (problem) => callback?.(problem, undefined as unknown as Duplex),
    );
    return undefined;
  }
}

interface Limits {
  readonly timeout: number;
  readonly bodyLimit: number;
  readonly headerLimit: number;
}

/**
 * Node announces a body with `Transfer-Encoding: chunked` for most methods unless a length is given, and decides
 * so before a caller has any say; a POST without a body could not be sent.
 */
class BareRequest extends http.ClientRequest {}
Object.defineProperty(BareRequest.prototype, 'useChunkedEncodingByDefault', { get: () => false, set() {} });

/** One exchange over a connection of that agent. Throws for a request that Node does not write. */
function exchange(
  target: Target,
  { method, body }: OutgoingRequest,
  headers: readonly Field[],
  agent: http.Agent,
  { timeout, bodyLimit, headerLimit }: Limits,
): Promise<Ending> {
  const { secure, hostname } = target;
  const request = new BareRequest({
    agent,
    protocol: secure ? 'https:' : 'http:',
    ...addressOf(target),
    method,
    // Never that of a Host header, which may be forged.
    ...(secure ? { servername: serverName(hostname) } : {}),
    // A flat list keeps order, case and repeats; the published types know neither it nor the next option.
    ...({ headers: [...headers, ...proxyFields(target)].flat(), setDefaultHeaders: false } as object),
    maxHeaderSize: headerLimit,
    insecureHTTPParser: false,
  });
  // The size is limited; of more than 2000 header lines Node would drop the rest without a word.
  request.maxHeadersCount = 0;

  return new Promise((resolve) => {
    const progress = { secure, connected: false, encrypted: false, responded: false, received: 0 };
    let anyByte = false;
    let tls: TlsFacts | undefined;
    let incoming: http.IncomingMessage | undefined;
    let leave = (): void => {};
    let excess = false;
    let settled = false;
    const settle = (ending: Ending): void => {
      settled = true;
      clearTimeout(deadline);
      leave();
      resolve({ ...ending, tls });
    };
    const fail = (kind: ReturnType<typeof kindOf>, code = ''): void => {
      if (settled) return;
      const seen: Progress = { ...progress };
      const { proxy } = target;
      settle({
        // Of plain http the connection is one to the proxy.
        failure:
          proxy && !secure && !seen.connected
            ? proxyFailure(unreachable(proxy, code))
            : failure(kind, target.name, code, seen, timeout),
        stale: kind === 'reset' && request.reusedSocket && !anyByte,
      });
      request.destroy();
    };
    const failWith = (problem: NodeJS.ErrnoException): void => {
      if (problem instanceof ProxyError) {
        settle({ failure: proxyFailure(problem), stale: false });
        return;
      }
      // Bytes after a complete response spoil the connection, not the response: its `end` is still to come.
      if (incoming?.complete) excess = problem.code?.startsWith('HPE_') ?? false;
      else fail(kindOf(problem.code ?? '', progress), problem.code);
    };
    const deadline = setTimeout(() => fail('timeout'), timeout);

    request.on('socket', (socket: Socket) => {
      const onByte = () => {
        anyByte = true;
      };
      const onConnect = () => {
        progress.connected = true;
      };
      const onSecure = () => {
        progress.encrypted = true;
        if (socket instanceof TLSSocket) tls = tlsFacts(socket, hostname);
      };
      progress.connected = !socket.connecting;
      if (request.reusedSocket && secure) onSecure();
      socket.once('data', onByte).once('connect', onConnect).once('secureConnect', onSecure);
      leave = () => socket.off('data', onByte).off('connect', onConnect).off('secureConnect', onSecure);
    });
    request.on('error', failWith);
    request.on('response', (message) => {
      incoming = message;
      progress.responded = true;
      const chunks: Buffer[] = [];
      const received = (truncated: boolean): void =>
        settle({
          response: {
            status: message.statusCode ?? 0,
            statusText: message.statusMessage ?? '',
            httpVersion: message.httpVersion,
            headers: pairs(message.rawHeaders),
            body: Buffer.concat(chunks).subarray(0, bodyLimit),
            truncated,
          },
          excess,
        });
      message.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        progress.received += chunk.length;
        if (progress.received <= bodyLimit) return;
        received(true);
        request.destroy();
      });
      message.on('end', () => received(false));
      message.on('error', failWith);
      message.on('close', () => fail('reset'));
    });
    // An answer that turns the connection into something else is no answer to a token request.
    for (const event of ['upgrade', 'connect'] as const)
      request.on(event, (_message, socket) => {
        fail('malformed');
        socket.destroy();
      });
    request.on('close', () => {
      if (!incoming) fail('reset');
    });
    request.end(body);
  });
}

/** The observation of a handshake for its own sake. */
async function handshakeOf(
  { name, hostname, port, proxy }: Target,
  { method, url, headers }: OutgoingRequest,
  handshake: Handshake,
  { timeout }: Limits,
  options: ConnectionOptions,
): Promise<Observation> {
  const startedAt = Date.now();
  const clock = performance.now();
  const ending = await shakeHands(handshake, { name, way: { hostname, port, proxy, timeout } }, options);
  return {
    request: { method, url, headers, body: Buffer.alloc(0), handshake },
    startedAt,
    milliseconds: Math.round(performance.now() - clock),
    response: undefined,
    failure: 'failure' in ending ? ending.failure : undefined,
    ...('tls' in ending ? { tls: ending.tls } : {}),
  };
}

export function createTransport(options: TransportOptions): Transport {
  const { timeout, bodyLimit = defaultBodyLimit, headerLimit = defaultHeaderLimit, interval = 0 } = options;
  const limits: Limits = { timeout, bodyLimit, headerLimit };
  // Whatever the environment says: a certificate that does not verify is a finding.
  const tls = { rejectUnauthorized: true, ...secureContextOptions(options) };
  const tunnel = options.proxies?.https;
  const agentsFor = (kept: boolean) => {
    const keeping = kept ? { keepAlive: true, timeout: idleLimit } : { keepAlive: false };
    return {
      plain: new http.Agent(keeping),
      secure: new https.Agent({ ...keeping, ...tls }),
      ...(tunnel ? { tunnel: new TunnelAgent({ ...keeping, ...tls }, { proxy: tunnel, timeout }) } : {}),
    };
  };
  const agents = { kept: agentsFor(true), single: agentsFor(false) };
  let nextStart = 0;
  /** Most requests of a run have the same URL. */
  let latest: { readonly url: string; readonly target: Target | undefined } | undefined;

  function leadsTo(url: string): Target | undefined {
    if (latest?.url !== url) latest = { url, target: targetOf(url, options) };
    return latest.target;
  }

  /** Requests start in the order of their calls, `interval` apart; several that start together keep the next one waiting as long. */
  async function turn(together = 1): Promise<void> {
    const now = performance.now();
    const start = Math.max(now, nextStart);
    nextStart = start + interval * together;
    if (start > now) await sleep(start - now);
    // A close that has arrived meanwhile takes its connection out of the pool before one is chosen.
    await pendingEvents();
  }

  async function attempt(
    target: Target,
    outgoing: OutgoingRequest,
    headers: readonly Field[],
    shared: boolean,
  ): Promise<Ending> {
    const { plain, secure, tunnel: tunnelled } = shared ? agents.kept : agents.single;
    const direct = target.secure ? secure : plain;
    const agent = target.secure && target.proxy ? (tunnelled ?? direct) : direct;
    try {
      return await exchange(target, outgoing, headers, agent, limits);
    } catch (problem) {
      const { code = '' } = problem as NodeJS.ErrnoException;
      const message = `the request to ${target.name} was not sent: HTTP cannot express its method, path or headers (${code})`;
      return { failure: { kind: 'other', message }, stale: false };
    }
  }

  async function end(
    target: Target,
    outgoing: OutgoingRequest,
    headers: readonly Field[],
    shared: boolean,
  ): Promise<Ending> {
    const ending = await attempt(target, outgoing, headers, shared);
    // The one case in which a request is sent twice: on a connection that had served an earlier request, which
    // was closed before any byte of a response came. The server then most likely closed it before it read the
    // request (RFC 9112 section 9.3.1), and the second time goes over a connection of its own. Any other
    // repetition could burn a one-time refresh token and would falsify what is observed.
    return 'failure' in ending && ending.stale ? attempt(target, outgoing, headers, false) : ending;
  }

  async function observe(outgoing: OutgoingRequest, shared: boolean): Promise<Observation> {
    const startedAt = Date.now();
    const clock = performance.now();
    const target = leadsTo(outgoing.url);
    if (target && outgoing.handshake)
      return handshakeOf(target, outgoing, outgoing.handshake, limits, options);
    if (outgoing.wire && target) return sendBytes(target, outgoing.wire, outgoing);
    const headers = target ? framed(outgoing, target.host, shared) : [...outgoing.headers];
    const ending: Ending = target
      ? await end(target, outgoing, headers, shared)
      : {
          failure: { kind: 'other', message: 'nothing was sent: the address is no http or https URL' },
          stale: false,
        };
    return {
      request: {
        // Node writes methods in upper case.
        method: outgoing.method.toUpperCase(),
        url: outgoing.url,
        headers,
        body: outgoing.body ?? Buffer.alloc(0),
      },
      startedAt,
      milliseconds: Math.round(performance.now() - clock),
      response: 'response' in ending ? ending.response : undefined,
      failure: 'failure' in ending ? ending.failure : undefined,
      ...('response' in ending && ending.excess ? { excess: true } : {}),
      ...(ending.tls ? { tls: ending.tls } : {}),
    };
  }

  /** The same for bytes that are given: never twice, whatever happens. */
  async function sendBytes(target: Target, wire: Wire, outgoing: OutgoingRequest): Promise<Observation> {
    const { method, url, headers, body = Buffer.alloc(0) } = outgoing;
    const startedAt = Date.now();
    const clock = performance.now();
    const { hostname, port, proxy } = target;
    let tunnel: Socket | undefined;
    try {
      tunnel = proxy && (await openTunnel({ hostname, port, proxy, timeout }));
    } catch (problem) {
      if (!(problem instanceof ProxyError)) throw problem;
      const milliseconds = Math.round(performance.now() - clock);
      const request = { method, url, headers, body, bytes: Buffer.alloc(0) };
      return { request, startedAt, milliseconds, response: undefined, failure: proxyFailure(problem) };
    }
    const ending = await sendWire(target, wire, { ...limits, tls, tunnel, toHead: method === 'HEAD' });
    const { sent, responses, interim, excess, connection } = ending;
    const [response, ...further] = responses;
    return {
      request: { method, url, headers, body, bytes: sent },
      startedAt,
      milliseconds: Math.round(performance.now() - clock),
      response,
      failure: ending.failure,
      excess,
      further,
      interim,
      ...(connection ? { connection } : {}),
    };
  }

  return {
    async send(outgoing) {
      await turn();
      return observe(outgoing, mayShare(outgoing));
    },
    async sendTogether(requests) {
      await turn(requests.length);
      return Promise.all(requests.map((outgoing) => observe(outgoing, false)));
    },
    close() {
      for (const agent of [agents.kept, agents.single].flatMap((some) => Object.values(some)))
        agent.destroy();
    },
  };
}
