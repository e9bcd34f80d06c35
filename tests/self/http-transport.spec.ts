/** The transport on the wire: what leaves byte for byte, and what a target may do to it. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { Observation, OutgoingRequest } from '../../src/http/observation.js';
import { createTransport, type Transport, type TransportOptions } from '../../src/http/transport.js';

const closers: (() => unknown)[] = [];

test.afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function transport(options: Partial<TransportOptions> = {}): Transport {
  const made = createTransport({ timeout: 5000, ...options });
  closers.push(() => made.close());
  return made;
}

interface Recorder {
  readonly origin: string;
  /** Bytes received over each connection, in the order of the connections. */
  readonly received: string[];
  connections(): number;
}

type Answer = (socket: net.Socket, requests: number, connection: number) => void;

/** A server that knows no HTTP: records bytes and answers each complete request as it is told. */
async function recorder(answer: Answer): Promise<Recorder> {
  const received: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    const connection = received.push('') - 1;
    let requests = 0;
    let pending = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received[connection] += chunk.toString('latin1');
      pending += chunk.toString('latin1');
      const head = pending.indexOf('\r\n\r\n');
      const length = Number(/^content-length: *(\d+)/im.exec(pending)?.[1] ?? 0);
      if (head < 0 || pending.length < head + 4 + length) return;
      pending = '';
      answer(socket, ++requests, connection + 1);
    });
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

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
const answering =
  (text: string): Answer =>
  (socket) => {
    socket.write(text, 'latin1');
  };

function post(origin: string, changes: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return { method: 'POST', url: `${origin}/oauth/token`, headers: [], body: Buffer.from('a=1'), ...changes };
}

const hostOf = (origin: string): string => origin.slice('http://'.length);

test.describe('sending', () => {
  test('writes header fields in the given order, case and number, and adds only framing', async () => {
    const { origin, received } = await recorder(answering(ok));
    const observation = await transport().send(
      post(origin, {
        url: `${origin}/oauth/../oauth/%zz/./token?a=%zz&b=1&b=2#fragment`,
        headers: [
          ['X-One', '1'],
          ['tenantId', ''],
          ['x-one', ' 2'],
          ['CONTENT-type', 'application/x-www-form-urlencoded'],
        ],
      }),
    );
    expect(received).toEqual([
      'POST /oauth/../oauth/%zz/./token?a=%zz&b=1&b=2 HTTP/1.1\r\n' +
        `Host: ${hostOf(origin)}\r\nX-One: 1\r\ntenantId: \r\nx-one:  2\r\n` +
        'CONTENT-type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\na=1',
    ]);
    expect(observation.request.headers).toEqual([
      ['Host', hostOf(origin)],
      ['X-One', '1'],
      ['tenantId', ''],
      ['x-one', ' 2'],
      ['CONTENT-type', 'application/x-www-form-urlencoded'],
      ['Content-Length', '3'],
      ['Connection', 'keep-alive'],
    ]);
  });

  test('sends a body without Content-Type, User-Agent or Accept', async () => {
    const { origin, received } = await recorder(answering(ok));
    await transport().send(post(origin));
    expect(received).toEqual([
      `POST /oauth/token HTTP/1.1\r\nHost: ${hostOf(origin)}\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\na=1`,
    ]);
  });

  test('tells no body from an empty body', async () => {
    const { origin, received } = await recorder(answering(ok));
    const client = transport();
    await client.send(post(origin, { body: undefined }));
    await client.send(post(origin, { body: Buffer.alloc(0) }));
    expect(received.join('')).toBe(
      `POST /oauth/token HTTP/1.1\r\nHost: ${hostOf(origin)}\r\nConnection: keep-alive\r\n\r\n` +
        `POST /oauth/token HTTP/1.1\r\nHost: ${hostOf(origin)}\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n`,
    );
  });

  for (const method of ['GET', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'PROPFIND'])
    test(`sends ${method} with a body of any bytes`, async () => {
      const { origin, received } = await recorder(answering(ok));
      const body = Buffer.from([0x61, 0x3d, 0x00, 0xff, 0xc3, 0x28]);
      const { response } = await transport().send(post(origin, { method, body }));
      expect(response?.status).toBe(200);
      expect(received[0]).toMatch(new RegExp(`^${method} /oauth/token HTTP/1.1\r\n`));
      expect(received[0]).toContain('\r\nContent-Length: 6\r\n');
      expect(received[0]?.slice(-6)).toBe(body.toString('latin1'));
    });

  test('leaves Host, Connection and Content-Length of the caller as they are', async () => {
    const { origin, received } = await recorder(answering(ok));
    const headers: [string, string][] = [
      ['content-length', '3'],
      ['host', 'other.example'],
      ['connection', 'close'],
    ];
    const observation = await transport().send(post(origin, { headers }));
    expect(received).toEqual([
      'POST /oauth/token HTTP/1.1\r\ncontent-length: 3\r\nhost: other.example\r\nconnection: close\r\n\r\na=1',
    ]);
    expect(observation.request.headers).toEqual(headers);
  });

  test('adds no slash to a query and one to an address without a path', async () => {
    const { origin, received } = await recorder(answering(ok));
    const client = transport();
    await client.send({ method: 'GET', url: origin, headers: [], body: undefined });
    await client.send({ method: 'GET', url: `${origin}?a=b`, headers: [], body: undefined });
    expect(received.join('').match(/^GET .*$/gm)).toEqual(['GET / HTTP/1.1', 'GET /?a=b HTTP/1.1']);
  });

  test('keeps the interval between the starts of requests, parallel ones included', async () => {
    const { origin } = await recorder(answering(ok));
    const client = transport({ interval: 60 });
    const called = Date.now();
    const made = await Promise.all([1, 2, 3].map(() => client.send(post(origin))));
    const starts = made.map(({ startedAt }) => startedAt - called).sort((a, b) => a - b);
    // On a busy machine each may start later than it might, and never before. Timers and the wall clock are rounded.
    for (const [index, start] of starts.entries()) expect(start).toBeGreaterThanOrEqual(60 * index - 3);
  });
});

test.describe('refusing to send', () => {
  for (const url of [
    'ftp://127.0.0.1/x',
    'file:///etc/passwd',
    'http://',
    'http://user:hunter22@127.0.0.1/',
    'http://127.0.0.1:99999/',
    'oauth/token',
  ])
    test(`reports ${url.replace('hunter22', '…')} as no address`, async () => {
      const { failure } = await transport().send({ method: 'GET', url, headers: [], body: undefined });
      expect(failure).toMatchObject({
        kind: 'other',
        message: expect.stringContaining('no http or https URL'),
      });
      expect(failure?.message).not.toContain('hunter22');
    });

  const unwritable: Record<string, Partial<OutgoingRequest>> = {
    'a method with a space': { method: 'B AD' },
    'a header value with a line break': { headers: [['X-Key', 'hunter22\r\nX-Injected: 1']] },
    'a header name with a space': { headers: [['X Key', 'hunter22']] },
  };
  for (const [name, changes] of Object.entries(unwritable))
    test(`reports ${name}, without quoting it`, async () => {
      const { origin, received } = await recorder(answering(ok));
      const { failure, response } = await transport().send(post(origin, changes));
      expect(response).toBeUndefined();
      expect(failure?.kind).toBe('other');
      expect(failure?.message).toContain(hostOf(origin));
      expect(failure?.message).not.toContain('hunter22');
      expect(received).toEqual([]);
    });
});

test.describe('receiving', () => {
  test('records status line and header fields as they came', async () => {
    const { origin } = await recorder(
      answering(
        'HTTP/1.0 299 Very  Fine\r\nset-Cookie: a=1\r\nX-B:  padded \r\nSet-Cookie: b=2\r\nX-Empty:\r\nX-L: \xe9\r\nContent-Length: 1\r\n\r\nx',
      ),
    );
    const { response, failure, milliseconds, startedAt } = await transport().send(post(origin));
    expect(failure).toBeUndefined();
    expect(response).toEqual({
      status: 299,
      statusText: 'Very  Fine',
      httpVersion: '1.0',
      headers: [
        ['set-Cookie', 'a=1'],
        ['X-B', 'padded'],
        ['Set-Cookie', 'b=2'],
        ['X-Empty', ''],
        ['X-L', 'é'],
        ['Content-Length', '1'],
      ],
      body: Buffer.from('x'),
      truncated: false,
    });
    expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(Date.now() - startedAt).toBeLessThan(60_000);
  });

  test('joins the chunks of a body', async () => {
    const { origin } = await recorder((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n');
      setTimeout(() => socket.write('5;x=y\r\n":1}\n\r\n0\r\nTrailer: 1\r\n\r\n'), 20);
    });
    const { response } = await transport().send(post(origin));
    expect(response?.body.toString()).toBe('{"a":1}\n');
  });

  test('takes a body that ends with the connection', async () => {
    const { origin } = await recorder((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
    const { response } = await transport().send(post(origin));
    expect(response?.body.toString()).toBe('all of it');
  });

  for (const [method, status] of [
    ['HEAD', '200 OK'],
    ['POST', '204 No Content'],
    ['POST', '304 Not Modified'],
  ] as const)
    test(`expects no body after ${method} and ${status}`, async () => {
      const { origin } = await recorder(answering(`HTTP/1.1 ${status}\r\nContent-Length: 5\r\n\r\n`));
      const { response, failure } = await transport().send(post(origin, { method, body: undefined }));
      expect(failure).toBeUndefined();
      expect(response?.status).toBe(Number(status.slice(0, 3)));
      expect(response?.body.length).toBe(0);
    });

  test('takes a response that is followed by bytes nobody asked for', async () => {
    const { origin } = await recorder(answering('HTTP/1.1 204 No Content\r\n\r\nsurprise'));
    const client = transport();
    for (const _ of [1, 2]) expect((await client.send(post(origin))).response?.status).toBe(204);
  });

  test('does not take bytes sent between two requests for the response of the second', async () => {
    const { origin } = await recorder((socket, _requests, connection) => {
      socket.write(ok);
      if (connection === 1)
        setTimeout(() => socket.write('HTTP/1.1 418 Forged\r\nContent-Length: 0\r\n\r\n'), 20);
    });
    const client = transport();
    await client.send(post(origin));
    await sleep(100);
    expect((await client.send(post(origin))).response?.status).toBe(200);
  });

  test('ignores interim responses', async () => {
    const { origin } = await recorder(
      answering(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${ok}`),
    );
    const { response } = await transport().send(post(origin));
    expect(response?.status).toBe(200);
    expect(response?.headers).toEqual([['Content-Length', '2']]);
  });

  test('does not follow a redirect, keep a cookie or decompress', async () => {
    const { origin, received } = await recorder(
      answering(
        'HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=1\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nraw',
      ),
    );
    const client = transport();
    await client.send(post(origin));
    const { response } = await client.send(post(origin));
    expect(response?.status).toBe(302);
    expect(response?.body.toString()).toBe('raw');
    expect(received.join('')).not.toMatch(/elsewhere|cookie/i);
    expect(received.join('').match(/POST/g)).toHaveLength(2);
  });

  test('keeps all of ten thousand header lines within the limit', async () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `X-${at}: ${at}\r\n`).join('');
    const { origin } = await recorder(answering(`HTTP/1.1 200 OK\r\n${lines}Content-Length: 0\r\n\r\n`));
    const { response } = await transport().send(post(origin));
    expect(response?.headers).toHaveLength(10_001);
    expect(response?.headers[9_999]).toEqual(['X-9999', '9999']);
    const { failure } = await transport({ headerLimit: 8192 }).send(post(origin));
    expect(failure?.kind).toBe('malformed');
  });

  test('cuts a body at the limit and says so', async () => {
    const { origin } = await recorder(answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789'));
    const sent = (bodyLimit: number) => transport({ bodyLimit }).send(post(origin));
    expect((await sent(10)).response).toMatchObject({ body: Buffer.from('0123456789'), truncated: false });
    expect((await sent(9)).response).toMatchObject({ body: Buffer.from('012345678'), truncated: true });
  });

  test('leaves an endless body after the limit, in bounded memory', async () => {
    let written = 0;
    let closed: Promise<unknown> = Promise.resolve();
    const { origin } = await recorder((socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const chunk = Buffer.alloc(65_536, 'x');
      const pump = () => {
        while (socket.writable) {
          written += chunk.length;
          if (!socket.write(chunk)) break;
        }
      };
      socket.on('drain', pump);
      pump();
    });
    const { response } = await transport({ bodyLimit: 100_000 }).send(post(origin));
    expect(response).toMatchObject({ status: 200, truncated: true });
    expect(response?.body.length).toBe(100_000);
    await closed;
    // What fits into the buffers of two sockets, and not what an endless body would bring.
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });
});

test.describe('connections', () => {
  test('serves several requests over one connection', async () => {
    const { origin, connections } = await recorder(answering(ok));
    const client = transport();
    for (const _ of [1, 2, 3]) expect((await client.send(post(origin))).response?.status).toBe(200);
    expect(connections()).toBe(1);
  });

  test('uses a connection of its own for HEAD and for framing of the caller', async () => {
    const { origin, connections, received } = await recorder(answering(ok));
    const client = transport();
    await client.send(post(origin));
    await client.send(post(origin, { method: 'HEAD', body: undefined }));
    await client.send(post(origin, { headers: [['Content-Length', '3']] }));
    await client.send(post(origin));
    expect(connections()).toBe(3);
    expect(received[1]).toContain('\r\nConnection: close\r\n');
  });

  test('does not report that a server closed an idle connection', async () => {
    const { origin, connections } = await recorder((socket) => {
      socket.write(ok);
      setTimeout(() => socket.destroy(), 30);
    });
    const client = transport();
    await client.send(post(origin));
    await sleep(100);
    expect((await client.send(post(origin))).response?.status).toBe(200);
    expect(connections()).toBe(2);
  });

  test('does not use a connection that was idle for more than a second', async () => {
    const { origin, connections } = await recorder(answering(ok));
    const client = transport();
    await client.send(post(origin));
    await sleep(1300);
    await client.send(post(origin));
    expect(connections()).toBe(2);
  });

  test('sends once more when a used connection closes before a byte of the response', async () => {
    const { origin, received } = await recorder((socket, requests) => {
      if (requests === 1) socket.write(ok);
      else socket.destroy();
    });
    const client = transport();
    await client.send(post(origin));
    const { response } = await client.send(post(origin));
    expect(response?.status).toBe(200);
    expect(received.map((text) => text.match(/POST/g)?.length)).toEqual([2, 1]);
  });

  test('never sends again after a byte of the response', async () => {
    const { origin, received } = await recorder((socket, requests) => {
      if (requests === 1) socket.write(ok);
      else socket.end('HTTP/1.1 2');
    });
    const client = transport();
    await client.send(post(origin));
    expect((await client.send(post(origin))).failure?.kind).toBe('reset');
    expect(received.join('').match(/POST/g)).toHaveLength(2);
  });

  test('never sends again over a connection that was new', async () => {
    const { origin, received } = await recorder((socket) => socket.destroy());
    expect((await transport().send(post(origin))).failure?.kind).toBe('reset');
    expect(received).toHaveLength(1);
  });

  test('never sends again after a deadline', async () => {
    const { origin, received } = await recorder((socket, requests) => {
      if (requests === 1) socket.write(ok);
    });
    const client = transport({ timeout: 150 });
    await client.send(post(origin));
    expect((await client.send(post(origin))).failure?.kind).toBe('timeout');
    expect(received.join('').match(/POST/g)).toHaveLength(2);
  });
});

function expectFailure(observation: Observation, kind: string, origin: string): void {
  expect(observation.response).toBeUndefined();
  expect(observation.failure?.kind).toBe(kind);
  expect(observation.failure?.message).toContain(hostOf(origin));
  expect(observation.failure?.message).not.toMatch(/hunter22|\n/);
}

const secretive = (origin: string) =>
  post(origin, {
    url: `${origin}/oauth/token?password=hunter22`,
    headers: [['Authorization', 'Bearer hunter22']],
    body: Buffer.from('client_secret=hunter22'),
  });

test.describe('failures', () => {
  const behaviours: Record<string, [kind: string, answer: Answer]> = {
    'no answer at all': ['timeout', () => {}],
    'a header that drips': [
      'timeout',
      (socket) => {
        const timer = setInterval(() => socket.write('X'), 20);
        socket.write('HTTP/1.1 200 OK\r\n');
        socket.on('close', () => clearInterval(timer));
      },
    ],
    'a body that drips': [
      'timeout',
      (socket) => {
        const timer = setInterval(() => socket.write('1\r\nx\r\n'), 20);
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        socket.on('close', () => clearInterval(timer));
      },
    ],
    'interim responses without end': [
      'timeout',
      (socket) => {
        const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
    'a close before the response': ['reset', (socket) => socket.end()],
    'a close within the header': ['reset', (socket) => socket.end('HTTP/1.1 200 OK\r\nX-A: hunt')],
    'a close within the body': [
      'reset',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'),
    ],
    'a close within a chunk': [
      'reset',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc'),
    ],
    'a reset within the body': [
      'reset',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc');
        setTimeout(() => socket.resetAndDestroy(), 30);
      },
    ],
    'a malformed status line': ['malformed', answering('HTTP/1.1 banana hunter22\r\n\r\n')],
    'another protocol': ['malformed', answering('220 mail.example ESMTP\r\n')],
    'a malformed chunk size': [
      'malformed',
      answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhunter22\r\n'),
    ],
    'a malformed header line': ['malformed', answering('HTTP/1.1 200 OK\r\nhunter22\r\n\r\n')],
    'two lengths that differ': [
      'malformed',
      answering('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
    ],
    'an endless header': [
      'malformed',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const pump = () => {
          while (socket.writable && socket.write(`X-A: ${'x'.repeat(8192)}\r\n`));
        };
        socket.on('drain', pump);
        pump();
      },
    ],
    'a switch to another protocol': [
      'malformed',
      answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhunter22'),
    ],
  };
  for (const [name, [kind, answer]] of Object.entries(behaviours))
    test(`reports ${name} as ${kind}`, async () => {
      const { origin } = await recorder(answer);
      const client = transport({ timeout: kind === 'timeout' ? 200 : 10_000 });
      expectFailure(await client.send(secretive(origin)), kind, origin);
    });

  test('reports a port where nobody listens as refused', async () => {
    const { origin } = await recorder(() => {});
    for (const close of closers.splice(0)) close();
    await sleep(20);
    expectFailure(await transport().send(secretive(origin)), 'refused', origin);
  });

  test('reports a name that does not exist as unresolved', async () => {
    const origin = 'http://nonexistent.invalid:81';
    expectFailure(await transport({ timeout: 30_000 }).send(secretive(origin)), 'unresolved', origin);
  });
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.describe('TLS', () => {
  test.skip(!hasOpenssl(), 'openssl is not installed, so there is no certificate');

  async function secureServer(): Promise<{ origin: string; ca: Buffer }> {
    const folder = mkdtempSync(join(tmpdir(), 'token-conformance-tls-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=self-signed', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ].concat(['-keyout', key, '-out', cert], subject),
      { stdio: 'ignore' },
    );
    const server = https.createServer(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (_request, response) => response.end('secure'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as net.AddressInfo;
    return { origin: `https://127.0.0.1:${port}`, ca: readFileSync(cert) };
  }

  test('reports a certificate that nobody vouches for, and accepts it with its authority', async () => {
    const { origin, ca } = await secureServer();
    const { failure } = await transport().send(secretive(origin));
    expect(failure?.kind).toBe('tls');
    expect(failure?.message).toContain(origin.slice('https://'.length));
    const client = transport({ ca });
    for (const _ of [1, 2])
      expect((await client.send(secretive(origin))).response?.body.toString()).toBe('secure');
  });

  test('does not let the environment switch verification off', async () => {
    const { origin } = await secureServer();
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    closers.push(() => {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    });
    expect((await transport().send(post(origin))).failure?.kind).toBe('tls');
  });

  test('reports a certificate for another host', async () => {
    const { origin, ca } = await secureServer();
    const { failure } = await transport({ ca }).send(post(origin.replace('127.0.0.1', 'localhost')));
    expect(failure?.kind).toBe('tls');
  });

  test('reports a server without TLS, and one that closes during the handshake', async () => {
    for (const answer of [
      (socket: net.Socket) => void socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
      (socket: net.Socket) => void socket.on('data', () => socket.end()),
    ]) {
      const server = net.createServer(answer).listen(0, '127.0.0.1');
      await once(server, 'listening');
      closers.push(() => server.close());
      const { port } = server.address() as net.AddressInfo;
      expect((await transport().send(post(`https://127.0.0.1:${port}`))).failure?.kind).toBe('tls');
    }
  });
});

test('closing ends kept connections, so that the process can end', async () => {
  const server = http.createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const client = createTransport({ timeout: 5000 });
  await client.send(post(`http://127.0.0.1:${port}`));
  client.close();
  server.close();
  await once(server, 'close');
});
