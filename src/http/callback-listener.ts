/**
 * A listener of ours, to notice whether the target fetches a URL that a request carries. It answers every request with 404 and
 * keeps nothing of it but the name at the end of its path, which is random otherwise: a stray visitor is not counted.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CallbackListener {
  /** URL for one purpose, by a name of letters, digits, `-` and `_`. */
  url(name: string): string;
  /** Names of the URLs that were fetched so far. */
  hits(): readonly string[];
  close(): void;
}

/**
 * @param host name or address by which the target reaches this machine; for loopback nobody else can
 */
export async function listenForCallbacks(host: string): Promise<CallbackListener> {
  const secret = randomBytes(12).toString('hex');
  const hits: string[] = [];
  const server = createServer((request, response) => {
    const [, token, name = ''] = (request.url ?? '').split(/[/?#]/);
    if (token === secret && /^[\w-]{1,64}$/.test(name)) hits.push(name);
    request.resume();
    response.writeHead(404).end();
  });
  const isLoopback = /^(127(\.\d+){3}|localhost)$/i.test(host);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, isLoopback ? '127.0.0.1' : '::', resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: (name) => `http://${host.includes(':') ? `[${host}]` : host}:${port}/${secret}/${name}`,
    hits: () => hits,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
