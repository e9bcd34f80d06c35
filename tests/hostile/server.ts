/** A target that serves like the sandbox for a number of requests, and behaves as badly as it is told to from then on. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { startSandbox } from '../../sandbox/server.js';
import { ResponseParser } from '../../src/http/response-parser.js';
import type { Behaviour, HostileAnswer, HostileRequest } from './behaviour.js';

export interface HostileServer {
  /** Variables that lead to it. */
  readonly environment: Readonly<Record<string, string>>;
  requests(): number;
  /** Connections to the other host that it names in what it sends: whoever follows it there. */
  visitors(): number;
  close(): Promise<void>;
}

interface Message {
  readonly request: Omit<HostileRequest, 'before'>;
  readonly bytes: Buffer;
}

/** The first complete request; `undefined`: more has to come. */
function takeRequest(bytes: Buffer): Message | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const [method = '', path = ''] = head.split(' ');
  const rest = bytes.subarray(end + 4);
  const chunked = /^transfer-encoding: *chunked *$/im.test(head);
  const length = chunked
    ? rest.indexOf('0\r\n\r\n') + 5
    : Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  if (rest.length < length || (chunked && length < 5)) return undefined;
  const request = { method, path, head, body: rest.subarray(0, length) };
  return { request, bytes: bytes.subarray(0, end + 4 + length) };
}

interface SoundAnswer extends HostileAnswer {
  /** The sound server ends the connection with it. */
  readonly closes: boolean;
}

/** What the sound server says to these bytes; `undefined`: nothing that is HTTP. */
function soundAnswer(port: number, { request, bytes }: Message): Promise<SoundAnswer | undefined> {
  return new Promise((resolve) => {
    const parser = new ResponseParser(
      { bodyLimit: 1 << 20, headerLimit: 1 << 20 },
      request.method === 'HEAD',
    );
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const settle = (): void => {
      socket.destroy();
      const [response] = parser.responses;
      resolve(
        response && {
          status: `${response.status} ${response.statusText}`,
          headers: response.headers
            .filter(([name]) => !/^(content-length|transfer-encoding|connection)$/i.test(name))
            .map(([name, value]) => `${name}: ${value}`),
          body: response.body,
          closes: response.headers.some(
            ([name, value]) => /^connection$/i.test(name) && /\bclose\b/i.test(value),
          ),
        },
      );
    };
    socket.on('data', (chunk) => {
      parser.push(chunk);
      if (parser.responses.length > 0 || parser.finished) settle();
    });
    socket.on('error', settle).on('close', settle);
    socket.setTimeout(2000, settle);
  });
}

function written({ status, headers, body }: HostileAnswer, toHead = false): Buffer {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${body.length}`, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), toHead ? Buffer.alloc(0) : body]);
}

/** @param good requests that are served soundly first */
export async function startHostileServer(behaviour: Behaviour, good: number): Promise<HostileServer> {
  const sandbox = await startSandbox();
  const port = Number(new URL(sandbox.url).port);
  const sockets = new Set<Socket>();
  let requests = 0;
  let visitors = 0;

  const elsewhere = createServer((socket) => {
    visitors++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const otherHost = `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;

  async function serve(socket: Socket, message: Message): Promise<void> {
    const hostile = requests++ >= good;
    const request = { ...message.request, before: requests - good - 1 };
    if (hostile && 'play' in behaviour) {
      behaviour.play(socket, request);
      return;
    }
    const answer = await soundAnswer(port, message);
    if (!answer) {
      socket.destroy();
      return;
    }
    if (hostile && 'twist' in behaviour) behaviour.twist(answer, request, otherHost);
    if (!socket.writable) return;
    socket.write(written(answer, request.method === 'HEAD'));
    if (answer.closes) socket.end();
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    if ('play' in behaviour && requests >= good) behaviour.greet?.(socket);
    let pending: Buffer = Buffer.alloc(0);
    let turn = Promise.resolve();
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (let message = takeRequest(pending); message; message = takeRequest(pending)) {
        pending = pending.subarray(message.bytes.length);
        const next = message;
        turn = turn.then(() => serve(socket, next));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: { ...sandbox.environment, TOKEN_BASE_URL: url },
    requests: () => requests,
    visitors: () => visitors,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([server, elsewhere].map((one) => new Promise((resolve) => one.close(resolve))));
      await sandbox.close();
    },
  };
}
