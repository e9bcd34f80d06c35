/** The transport on the wire: servers that know no HTTP, and requests to them. */
import { once } from 'node:events';
import net from 'node:net';
import type { OutgoingRequest } from '../../src/http/observation.js';
import { createTransport, type Transport, type TransportOptions } from '../../src/http/transport.js';
import { closedAfterEach } from './closed-after-each.js';
import { eachRequest } from './each-request.js';

interface Recorder {
  readonly origin: string;
  /** Bytes received over each connection, in the order of the connections. */
  readonly received: string[];
  connections(): number;
}

export type Answer = (socket: net.Socket, requests: number, connection: number) => void;

export const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
export const answering =
  (text: string): Answer =>
  (socket) => {
    socket.write(text, 'latin1');
  };

export function post(origin: string, changes: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return { method: 'POST', url: `${origin}/oauth/token`, headers: [], body: Buffer.from('a=1'), ...changes };
}

export const hostOf = (origin: string): string => origin.slice('http://'.length);

/** To be called at the head of the file: what it returns is closed after each test. */
export function transportWorld() {
  const closers = closedAfterEach();

  function transport(options: Partial<TransportOptions> = {}): Transport {
    const made = createTransport({ timeout: 5000, ...options });
    closers.push(() => made.close());
    return made;
  }

  /** A server that knows no HTTP: records bytes and answers each complete request as it is told. */
  async function recorder(answer: Answer): Promise<Recorder> {
    const received: string[] = [];
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      const connection = received.push('') - 1;
      let requests = 0;
      socket.on('data', (chunk) => {
        received[connection] += chunk.toString('latin1');
      });
      eachRequest(socket, () => answer(socket, ++requests, connection + 1));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const { port } = server.address() as net.AddressInfo;
    return { origin: `http://127.0.0.1:${port}`, received, connections: () => received.length };
  }

  return { closers, transport, recorder };
}
