/** What the transport says of targets that do not answer, of TLS too, without a secret. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { Observation } from '../../src/http/observation.js';
import { type Answer, answering, hostOf, post, transportWorld } from './transport-world.js';

const { closers, transport, recorder } = transportWorld();

function expectFailure(observation: Observation, kind: string, origin: string): void {
  expect(observation.response).toBeUndefined();
  expect(observation.failure?.kind).toBe(kind);
  expect(observation.failure?.message).toContain(hostOf(origin));
  expect(observation.failure?.message).not.toMatch(/hunter22|\n/);
}

/** With secrets in every part, which no message may hold. */
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
