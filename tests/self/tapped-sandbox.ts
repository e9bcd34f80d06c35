/** A sandbox behind a wire tap: what went over the connections, byte by byte, without a change to it. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type SandboxOptions, startSandbox } from '../../sandbox/server.js';

export interface TappedSandbox {
  /** Variables that lead to the tap. */
  readonly environment: Readonly<Record<string, string>>;
  /** Number of responses that the sandbox gave; it answers every request. */
  responses(): number;
  /** When each of them began to come, milliseconds; only differences count. */
  answered(): readonly number[];
  /** Every access token and refresh token that was issued. */
  issuedTokens(): string[];
  close(): Promise<void>;
}

export async function startTappedSandbox(options: SandboxOptions = {}): Promise<TappedSandbox> {
  const sandbox = await startSandbox(options);
  const { hostname, port } = new URL(sandbox.url);
  const received: Buffer[][] = [];
  const moments: number[] = [];
  const sockets = new Set<Socket>();
  const tap = createServer((client) => {
    const target = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    received.push(chunks);
    target.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunk.toString('latin1', 0, 5) === 'HTTP/') moments.push(performance.now());
    });
    client.pipe(target).pipe(client);
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => tap.listen(0, '127.0.0.1', resolve));
  const streams = (): string[] => received.map((chunks) => Buffer.concat(chunks).toString('latin1'));
  const url = `http://127.0.0.1:${(tap.address() as AddressInfo).port}`;
  return {
    environment: { ...sandbox.environment, TOKEN_BASE_URL: url },
    answered: () => moments,
    responses: () =>
      streams().reduce((sum, text) => sum + [...text.matchAll(/HTTP\/1\.1 \d{3} /g)].length, 0),
    issuedTokens: () => [
      ...new Set(
        streams().flatMap((text) =>
          [...text.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)].map(([, token]) => token ?? ''),
        ),
      ),
    ],
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => tap.close(resolve));
      await sandbox.close();
    },
  };
}
