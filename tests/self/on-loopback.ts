/** A server of a test on a free port of loopback. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OnLoopback {
  /** Without a trailing slash. */
  readonly url: string;
  /** Ends open connections, too. */
  close(): Promise<void>;
}

export async function onLoopback(server: Server): Promise<OnLoopback> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
