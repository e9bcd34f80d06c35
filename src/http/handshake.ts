/** TLS handshakes for their own sake: what a server would agree to, and what its certificate says. Nothing is sent. */
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ConnectionOptions, secureContextOptions, serverName } from './connection-options.js';
import { failure, kindOf } from './failure.js';
import type { Handshake, TlsFacts, TransportFailure } from './observation.js';
import { tlsFacts } from './tls-facts.js';
import { clientHello, readReply } from './tls-hello.js';
import { openSocket, ProxyError, proxyFailure, type Way } from './tunnel.js';

export type HandshakeEnding = { readonly tls: TlsFacts } | { readonly failure: TransportFailure };

/** Bytes of a first flight that are read: certificates and all. */
const flightLimit = 128 * 1024;

interface Attempt {
  readonly way: Way;
  /** Host and port, for messages. */
  readonly name: string;
}

function failed({ way, name }: Attempt, code: string, connected: boolean): HandshakeEnding {
  const progress = { secure: true, connected, encrypted: false, responded: false, received: 0 };
  return { failure: failure(kindOf(code, progress), name, code, progress, way.timeout) };
}

/** Waits for the ending, and no longer than the time there is. */
function within(
  attempt: Attempt,
  socket: Socket,
  listen: (end: (ending: HandshakeEnding) => void, fail: (code?: string) => void) => void,
): Promise<HandshakeEnding> {
  return new Promise((resolve) => {
    let connected = !socket.connecting;
    const end = (ending: HandshakeEnding): void => {
      clearTimeout(deadline);
      resolve(ending);
      socket.destroy();
    };
    const fail = (code = ''): void => end(failed(attempt, code, connected));
    const deadline = setTimeout(() => fail('ETIMEDOUT'), attempt.way.timeout);
    socket.once('connect', () => {
      connected = true;
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => fail(code));
    socket.once('close', () => fail('ECONNRESET'));
    listen(end, fail);
  });
}

function inspect(attempt: Attempt, socket: Socket, options: ConnectionOptions): Promise<HandshakeEnding> {
  const { hostname } = attempt.way;
  return within(attempt, socket, (end, fail) => {
    const secure = connectTls({
      ...secureContextOptions(options),
      socket,
      host: hostname,
      servername: serverName(hostname),
      // Only looked at; whoever sends something verifies.
      rejectUnauthorized: false,
    });
    secure.once('secureConnect', () => end({ tls: tlsFacts(secure, hostname) }));
    secure.on('error', ({ code }: NodeJS.ErrnoException) => fail(code));
    secure.once('close', () => fail('ECONNRESET'));
  });
}

function offer(
  attempt: Attempt,
  socket: Socket,
  { version, suites }: Handshake & { readonly kind: 'offer' },
): Promise<HandshakeEnding> {
  const chunks: Buffer[] = [];
  return within(attempt, socket, (end, fail) => {
    socket.write(clientHello(attempt.way.hostname, version, suites));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const reply = readReply(bytes);
      if (reply.kind === 'accepted') {
        const { protocol, cipher } = reply;
        end({ tls: { protocol, cipher, certificate: undefined } });
      } else if (reply.kind === 'alert')
        end({
          failure: { kind: 'tls', message: `${attempt.name} refuses the handshake: ${reply.description}` },
        });
      else if (reply.kind === 'malformed' || bytes.length > flightLimit) fail();
    });
  });
}

/** Never rejects for what the target or a proxy does. */
export async function shakeHands(
  handshake: Handshake,
  attempt: Attempt,
  options: ConnectionOptions,
): Promise<HandshakeEnding> {
  let socket: Socket;
  try {
    socket = await openSocket(attempt.way);
  } catch (problem) {
    if (!(problem instanceof ProxyError)) throw problem;
    return { failure: proxyFailure(problem) };
  }
  return handshake.kind === 'inspect' ? inspect(attempt, socket, options) : offer(attempt, socket, handshake);
}
