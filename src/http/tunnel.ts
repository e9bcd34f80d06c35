/** Connections to a host and port: directly, or through a proxy (CONNECT, RFC 9110 section 9.3.6). */
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { proxyAuthorization, proxyName } from './connection-options.js';
import type { TransportFailure } from './observation.js';

/** Why a proxy did not lead to the target. Its message names the proxy, and nothing that the proxy said. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';

  constructor(
    proxy: URL,
    what: string,
    /** HTTP status of the proxy's answer, where it gave one. */
    readonly status?: number,
  ) {
    super(`the proxy ${proxyName(proxy)} ${what}`);
  }
}

/** A proxy that takes no connections. */
export function unreachable(proxy: URL, code = ''): ProxyError {
  return new ProxyError(proxy, /^\w{1,40}$/.test(code) ? `cannot be reached (${code})` : 'cannot be reached');
}

/** As part of an observation; its code is the HTTP status of the proxy's answer. */
export function proxyFailure({ message, status }: ProxyError): TransportFailure {
  return { kind: 'proxy', message, ...(status === undefined ? {} : { code: String(status) }) };
}

export interface Way {
  readonly hostname: string;
  readonly port: number;
  readonly proxy: URL | undefined;
  /** Time for the proxy to answer, milliseconds. */
  readonly timeout: number;
}

/**
 * A tunnel to the target, ready to be written to.
 * @throws ProxyError
 */
export function openTunnel(way: Way & { readonly proxy: URL }): Promise<Socket> {
  const { hostname, port, proxy, timeout } = way;
  const authority = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const request = http.request({
    agent: false,
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || 80,
    method: 'CONNECT',
    path: authority,
    timeout,
    headers: {
      Host: authority,
      ...(authorization === undefined ? {} : { 'Proxy-Authorization': authorization }),
    },
  });
  return new Promise((resolve, reject) => {
    const refuse = (what: string, status?: number): void => {
      reject(new ProxyError(proxy, what, status));
      request.destroy();
    };
    request.once('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        // Whoever waits for the proxy no longer does.
        socket.setTimeout(0);
        if (head.length > 0) socket.unshift(head);
        resolve(socket as Socket);
        return;
      }
      socket.destroy();
      refuse(`answers a tunnel to ${authority} with HTTP ${statusCode}`, statusCode);
    });
    request.once('response', ({ statusCode = 0 }) =>
      refuse(`answers a tunnel to ${authority} with HTTP ${statusCode}`, statusCode),
    );
    request.once('timeout', () => refuse(`made no tunnel to ${authority} within ${timeout} ms`));
    request.on('error', ({ code }: NodeJS.ErrnoException) => {
      reject(unreachable(proxy, code));
    });
    request.end();
  });
}

/** A socket that is connected, or about to be: its errors come as events, those of a proxy as a rejection. */
export async function openSocket(way: Way): Promise<Socket> {
  const { hostname, port, proxy } = way;
  return proxy ? openTunnel({ ...way, proxy }) : connect({ host: hostname, port });
}
