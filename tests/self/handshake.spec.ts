/** Handshakes for their own sake: what is offered, byte by byte, and what servers of every kind answer. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { cipherSuites } from '../../src/http/cipher-suites.js';
import type { Observation, OldTlsVersion } from '../../src/http/observation.js';
import { clientHello, readReply } from '../../src/http/tls-hello.js';
import { createTransport } from '../../src/http/transport.js';
import { closedAfterEach } from './closed-after-each.js';

const closers = closedAfterEach();

function bytes(...parts: readonly (number | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)));
}

const sized = (size: number, body: Buffer): Buffer => {
  const length = Buffer.alloc(size);
  length.writeUIntBE(body.length, 0, size);
  return bytes(length, body);
};

const record = (type: number, body: Buffer): Buffer => bytes(type, 3, 3, sized(2, body));
const message = (type: number, body: Buffer): Buffer => bytes(type, sized(3, body));

function serverHello(version: readonly [number, number], suite: number, session = Buffer.alloc(0)): Buffer {
  const chosen = Buffer.alloc(2);
  chosen.writeUInt16BE(suite);
  return message(2, bytes(...version, Buffer.alloc(32, 7), sized(1, session), chosen, 0));
}

const certificate = message(11, sized(3, Buffer.alloc(0)));
const done = message(14, Buffer.alloc(0));

test('a ClientHello is what the standard says, and nothing is offered but what was asked for', () => {
  const hello = clientHello('server.example', 'TLSv1.1', ['TLS_RSA_WITH_RC4_128_SHA']);
  expect([...hello.subarray(0, 3)]).toEqual([22, 3, 1]);
  expect(hello.readUInt16BE(3)).toBe(hello.length - 5);
  expect(hello[5]).toBe(1);
  expect(hello.readUIntBE(6, 3)).toBe(hello.length - 9);
  expect(hello.readUInt16BE(9)).toBe(0x0302);
  expect([...hello.subarray(43, 50)]).toEqual([0, 0, 2, 0, 5, 1, 0]);
  expect(hello.readUInt16BE(50)).toBe(hello.length - 52);
  expect(hello.toString('latin1')).toContain('server.example');
  expect(clientHello('192.0.2.7', 'TLSv1', []).toString('latin1')).not.toContain('192.0.2.7');
  expect(() => clientHello('server.example', 'TLSv1', ['TLS_UNHEARD_OF'])).toThrow(/no cipher suite/);
});

test('suites have numbers of their own', () => {
  expect(new Set(Object.values(cipherSuites)).size).toBe(Object.keys(cipherSuites).length);
});

const accepted = { kind: 'accepted', protocol: 'TLSv1.2', cipher: 'TLS_RSA_WITH_RC4_128_SHA' };

test('a flight is an agreement when it is complete, however it is cut', () => {
  const parts = [serverHello([3, 3], 5, Buffer.alloc(32)), certificate, done];
  const forms = [
    record(22, bytes(...parts)),
    bytes(...parts.map((part) => record(22, part))),
    bytes(...[...bytes(...parts)].map((one) => record(22, bytes(one)))),
  ];
  for (const form of forms) {
    expect(readReply(form)).toEqual(accepted);
    for (let length = 0; length < form.length; length++)
      expect(readReply(form.subarray(0, length)).kind).toBe('incomplete');
  }
});

test('an alert ends it, a warning does not; what comes after a choice counts', () => {
  const choice = record(22, serverHello([3, 3], 5));
  expect(readReply(record(21, bytes(2, 40)))).toEqual({ kind: 'alert', description: 'handshake_failure' });
  expect(readReply(bytes(choice, record(21, bytes(2, 70))))).toEqual({
    kind: 'alert',
    description: 'protocol_version',
  });
  expect(readReply(bytes(record(21, bytes(1, 112)), choice, record(22, done)))).toEqual(accepted);
});

test('what is no TLS is called so', () => {
  for (const text of ['HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-x', '\u0016HTTP'])
    expect(readReply(Buffer.from(text)).kind).toBe('malformed');
  expect(readReply(record(22, bytes(message(2, Buffer.alloc(3)), done))).kind).toBe('malformed');
  expect(readReply(record(22, done)).kind).toBe('malformed');
});

async function served(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function offered(
  url: string,
  version: OldTlsVersion,
  suites: readonly string[],
  timeout = 5000,
): Promise<Observation> {
  const transport = createTransport({ timeout });
  closers.push(() => transport.close());
  const handshake = { kind: 'offer', version, suites } as const;
  return transport.send({ method: 'POST', url, headers: [], body: undefined, handshake });
}

/** What no library of today offers is seen all the same. */
for (const [version, number] of [
  ['SSLv3', 0],
  ['TLSv1', 1],
  ['TLSv1.1', 2],
  ['TLSv1.2', 3],
] as const)
  test(`a server that chooses RC4 and ${version} is seen to do so`, async () => {
    const url = await served((socket) =>
      socket.once('data', () =>
        socket.write(record(22, bytes(serverHello([3, number], 5), certificate, done))),
      ),
    );
    const { tls, failure, response } = await offered(url, 'TLSv1', ['TLS_RSA_WITH_RC4_128_SHA']);
    expect({ failure, response }).toEqual({ failure: undefined, response: undefined });
    expect(tls).toEqual({ protocol: version, cipher: 'TLS_RSA_WITH_RC4_128_SHA', certificate: undefined });
  });

const endings: readonly (readonly [string, (socket: Socket) => void, string])[] = [
  ['closes', (socket) => socket.once('data', () => socket.end()), 'tls'],
  ['resets', (socket) => socket.once('data', () => socket.resetAndDestroy()), 'tls'],
  ['speaks http', (socket) => socket.once('data', () => socket.write('HTTP/1.1 400 No\r\n\r\n')), 'tls'],
  [
    'sends alerts of no meaning',
    (socket) => socket.once('data', () => socket.write(record(21, bytes(2, 99)))),
    'tls',
  ],
  ['never answers', () => {}, 'timeout'],
  [
    'sends without end',
    (socket) =>
      socket.once('data', () => {
        const more = (): void => {
          if (socket.writable) socket.write(record(22, Buffer.alloc(16_000)), () => setImmediate(more));
        };
        socket.write(record(22, bytes(serverHello([3, 3], 5), 11, 255, 255, 255)));
        more();
      }),
    'tls',
  ],
];

for (const [what, onConnection, kind] of endings)
  test(`a server that ${what} makes no agreement`, async () => {
    const url = await served(onConnection);
    const { tls, failure } = await offered(
      url,
      'TLSv1.2',
      ['TLS_RSA_WITH_RC4_128_SHA'],
      what === 'never answers' ? 200 : 5000,
    );
    expect(tls).toBeUndefined();
    expect(failure?.kind).toBe(kind);
  });

test('every exchange over TLS carries what was agreed on, on kept connections too', async () => {
  const sandbox = await startSandbox({ tls: true });
  closers.push(() => sandbox.close());
  const { readFileSync } = await import('node:fs');
  const transport = createTransport({
    timeout: 5000,
    ca: readFileSync(sandbox.environment.TOKEN_CA ?? '', 'utf8'),
  });
  closers.push(() => transport.close());
  for (const _ of [1, 2, 3]) {
    const { tls, response } = await transport.send({
      method: 'POST',
      url: `${sandbox.url}/oauth/token`,
      headers: [],
      body: undefined,
    });
    expect(response?.status).toBe(415);
    expect(tls).toMatchObject({
      protocol: 'TLSv1.3',
      certificate: { subject: 'CN=localhost', namesHost: true, distrusted: undefined },
    });
    expect(tls?.certificate?.names).toEqual(['localhost', '127.0.0.1', '0:0:0:0:0:0:0:1']);
  }
});
