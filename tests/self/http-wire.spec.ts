/** Requests as given bytes: what leaves, what a target may answer, and that both transports record what was sent. */
import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from '@playwright/test';
import type { Observation, OutgoingRequest, Wire } from '../../src/http/observation.js';
import { createTransport, type TransportOptions } from '../../src/http/transport.js';
import { seededFaker } from '../../src/scenarios/values.js';
import { closedAfterEach } from './closed-after-each.js';

const closers = closedAfterEach();

type Answer = (socket: net.Socket, received: string) => void;

interface Recorder {
  readonly origin: string;
  readonly received: Buffer[];
}

/** A server that knows no HTTP: keeps every byte, and answers each time that some came. */
async function recorder(answer: Answer): Promise<Recorder> {
  const received: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    const connection = received.push(Buffer.alloc(0)) - 1;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received[connection] = Buffer.concat([received[connection] ?? Buffer.alloc(0), chunk]);
      answer(socket, received[connection]?.toString('latin1') ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`, received };
}

function send(
  origin: string,
  wire: Partial<Wire> | string,
  options: Partial<TransportOptions> & { method?: string } = {},
): Promise<Observation> {
  const { method = 'POST', ...transportOptions } = options;
  const transport = createTransport({ timeout: 5000, ...transportOptions });
  closers.push(() => transport.close());
  const given = typeof wire === 'string' ? { pieces: [{ bytes: Buffer.from(wire, 'latin1') }] } : wire;
  return transport.send({
    method,
    url: `${origin}/token`,
    headers: [],
    body: undefined,
    wire: { pieces: [{ bytes: Buffer.from(minimal) }], ...given },
  });
}

const minimal = 'POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
const answering =
  (text: string): Answer =>
  (socket) => {
    socket.write(text, 'latin1');
  };

test.describe('what is sent', () => {
  const messages: Record<string, string> = {
    'a folded line': 'POST / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n',
    'control characters': 'POST / HTTP/1.1\r\nHost: a\r\nX: \0\r\x01\x7f\xff\r\n\r\n',
    'no headers': 'post / HTTP/1.0\r\n\r\n',
    'contradictory lengths': 'POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n',
    'no HTTP at all': '\n\n\xde\xad',
  };
  for (const [name, text] of Object.entries(messages))
    test(`is every byte and no other: ${name}`, async () => {
      const { origin, received } = await recorder(answering(ok));
      const { request, response } = await send(origin, text);
      expect(response?.status).toBe(200);
      expect(received.map((bytes) => bytes.toString('latin1'))).toEqual([text]);
      expect(request.bytes?.toString('latin1')).toBe(text);
    });

  test('comes in pieces, when the server asks for them', async () => {
    const { origin, received } = await recorder((socket, text) => {
      if (text === 'head') socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      else if (text === 'headbody') socket.write(ok);
    });
    const pieces = [
      { bytes: Buffer.from('head') },
      { bytes: Buffer.from('body'), wait: { for: 'interim', milliseconds: 60_000 } },
    ] as const;
    const { request, response, interim } = await send(origin, { pieces });
    expect(response?.status).toBe(200);
    expect(interim).toEqual([100]);
    expect(received.join()).toBe('headbody');
    expect(request.bytes?.toString()).toBe('headbody');
  });

  test('is sent though nobody asks for it', async () => {
    const { origin, received } = await recorder((socket, text) => {
      if (text === 'headbody') socket.write(ok);
    });
    const pieces = [
      { bytes: Buffer.from('head') },
      { bytes: Buffer.from('body'), wait: { for: 'interim', milliseconds: 20 } },
    ] as const;
    expect((await send(origin, { pieces })).response?.status).toBe(200);
    expect(received.join()).toBe('headbody');
  });

  test('is recorded only as far as it was sent', async () => {
    const { origin } = await recorder(answering('HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n'));
    const pieces = [
      { bytes: Buffer.from('head') },
      { bytes: Buffer.from('body'), wait: { for: 'interim', milliseconds: 60_000 } },
    ] as const;
    const { request, response } = await send(origin, { pieces });
    expect(response?.status).toBe(417);
    expect(request.bytes?.toString()).toBe('head');
  });

  test('may end before the server is through with it', async () => {
    const { origin } = await recorder((socket) => socket.on('end', () => socket.end(ok)));
    expect((await send(origin, { ends: true })).response?.status).toBe(200);
  });

  test('is never sent twice', async () => {
    const { origin, received } = await recorder((socket) => socket.destroy());
    expect((await send(origin, {})).failure?.kind).toBe('reset');
    expect(received).toHaveLength(1);
  });
});

test('both transports record what the server saw, whatever the request is', async () => {
  const { origin, received } = await recorder((socket, text) => {
    const [head = '', body = ''] = text.split('\r\n\r\n');
    if (body.length === Number(/content-length: (\d+)/i.exec(head)?.[1])) socket.end(ok);
  });
  const random = seededFaker(7, 'requests');
  const transport = createTransport({ timeout: 5000 });
  closers.push(() => transport.close());
  for (let round = 0; round < 60; round++) {
    const body = Buffer.from(random.string.alphanumeric({ length: { min: 0, max: 2000 } }));
    const headers = random.helpers.multiple(
      (): [string, string] => [
        `X-${random.string.alpha({ length: { min: 1, max: 9 }, casing: 'mixed' })}`,
        random.string.fromCharacters(' !"#~\t:;,=azAZ09\xe4', { min: 0, max: 30 }).trim(),
      ],
      { count: { min: 0, max: 8 } },
    );
    const request: OutgoingRequest = {
      method: random.helpers.arrayElement(['POST', 'PUT', 'PATCH', 'DELETE']),
      url: `${origin}/token?${random.string.alphanumeric(5)}=%zz`,
      headers: [...headers, ['Connection', 'close']],
      body,
    };
    const { request: sent } = await transport.send(request);
    const head = [
      `${sent.method} ${sent.url.slice(origin.length)} HTTP/1.1`,
      ...sent.headers.map((field) => field.join(': ')),
    ];
    const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), sent.body]);
    expect(received.at(-1)?.toString('latin1')).toBe(bytes.toString('latin1'));

    const { request: given } = await transport.send({ ...request, wire: { pieces: [{ bytes }] } });
    expect(given.bytes?.equals(received.at(-1) ?? Buffer.alloc(0))).toBe(true);
    expect(given.bytes?.equals(bytes)).toBe(true);
  }
  expect(received).toHaveLength(120);
});

test.describe('what is received', () => {
  test('header lines with their case, order and repeats, in whatever pieces they come', async () => {
    const text =
      'HTTP/1.1 401 Nope, sorry\r\nset-cookie: a\r\nX-Folded: one\r\n\t two\r\nSet-Cookie:  b \r\nX-Empty:\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n';
    for (const size of [1, 2, 7, text.length]) {
      const { origin } = await recorder(async (socket) => {
        socket.setNoDelay(true);
        for (let at = 0; at < text.length; at += size) {
          socket.write(text.slice(at, at + size));
          await new Promise((resolve) => setImmediate(resolve));
        }
      });
      const { response, excess } = await send(origin, {});
      expect(response).toEqual({
        status: 401,
        statusText: 'Nope, sorry',
        httpVersion: '1.1',
        headers: [
          ['set-cookie', 'a'],
          ['X-Folded', 'one two'],
          ['Set-Cookie', 'b'],
          ['X-Empty', ''],
          ['Transfer-Encoding', 'chunked'],
        ],
        body: Buffer.from('abcde'),
        truncated: false,
      });
      expect(excess).toBe(false);
    }
  });

  const bodies: Record<string, [text: string, body: string, options?: { method?: string }]> = {
    'a body that ends with the connection': ['HTTP/1.0 200 OK\r\n\r\nabc', 'abc'],
    'the same length twice': [
      'HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\nContent-Length: 3\r\n\r\nabc',
      'abc',
    ],
    'chunks beside a length': [
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
      'a',
    ],
    'no status text': ['HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na', 'a'],
    'line feeds alone': ['HTTP/1.1 200 OK\nContent-Length: 1\n\na', 'a'],
    'a status without a body': ['HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n', ''],
    'a length without a body, to HEAD': [
      'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n',
      '',
      { method: 'HEAD' },
    ],
    'interim responses first': [
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na',
      'a',
    ],
  };
  for (const [name, [text, body, options = {}]] of Object.entries(bodies))
    test(name, async () => {
      const { origin } = await recorder((socket) => socket.end(text, 'latin1'));
      const observation = await send(origin, { awaitsClose: true }, options);
      expect(observation.response?.body.toString()).toBe(body);
      expect(observation).toMatchObject({ excess: false, connection: 'closed', further: [] });
    });

  const series = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n';

  test('several responses over one connection', async () => {
    const { origin } = await recorder(answering(series));
    const { response, further, connection } = await send(origin, { requests: 2 });
    expect([response?.status, ...(further ?? []).map(({ status }) => status)]).toEqual([200, 400]);
    expect(connection).toBeUndefined();
  });

  test('a response that nobody asked for', async () => {
    const { origin } = await recorder(answering(series));
    const { further, connection } = await send(origin, { awaitsClose: true });
    expect(further?.map(({ status }) => status)).toEqual([400]);
    expect(connection).toBe('kept');
  });

  test('fewer responses than requests, when the connection is closed', async () => {
    const { origin } = await recorder((socket) => socket.end(ok));
    const { response, further, failure, connection } = await send(origin, { requests: 3 });
    expect([response?.status, further, failure, connection]).toEqual([200, [], undefined, 'closed']);
  });

  test('content after the answer to HEAD', async () => {
    const { origin } = await recorder((socket) => {
      socket.write('HTTP/1.1 405 No\r\nContent-Length: 2\r\n\r\n');
      setImmediate(() => socket.end('{}'));
    });
    const { response, excess } = await send(origin, { awaitsClose: true }, { method: 'HEAD' });
    expect([response?.status, response?.body.length, excess]).toEqual([405, 0, true]);
  });

  test('a body beyond the limit, as far as the limit', async () => {
    const { origin } = await recorder(answering(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(5000)}`));
    const { response } = await send(origin, {}, { bodyLimit: 1000 });
    expect([response?.body.length, response?.truncated]).toEqual([1000, true]);
  });
});

test.describe('a target that is no HTTP server, or a hostile one', () => {
  const pump =
    (start: string, rest: string): Answer =>
    (socket) => {
      socket.write(start);
      const more = () => {
        while (socket.writable && socket.write(rest));
      };
      socket.on('drain', more);
      more();
    };
  const awkward: Record<string, [kind: string, answer: Answer, framing?: true]> = {
    'no answer': ['timeout', () => {}],
    'a close before the response': ['reset', (socket) => socket.end()],
    'a reset': ['reset', (socket) => socket.resetAndDestroy()],
    'a close within the header': ['reset', (socket) => socket.end('HTTP/1.1 200 OK\r\nX-A: b')],
    'a close within the body': [
      'reset',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'),
      true,
    ],
    'a close within a chunk': [
      'reset',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc'),
      true,
    ],
    'a malformed status line': ['malformed', answering('HTTP/1.1 banana\r\n\r\n')],
    'another version': ['malformed', answering('HTTP/3.7 200 OK\r\n\r\n')],
    'another protocol': ['malformed', answering('220 mail.example ESMTP\r\n')],
    'a malformed field line': ['malformed', answering('HTTP/1.1 200 OK\r\nhunter22\r\n\r\n')],
    'a control character in a field': ['malformed', answering('HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n')],
    'lengths that differ': [
      'malformed',
      answering('HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab'),
      true,
    ],
    'a length that is none': [
      'malformed',
      answering('HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab'),
      true,
    ],
    'a malformed chunk size': [
      'malformed',
      answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'),
      true,
    ],
    'a switch of protocols': [
      'malformed',
      answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'),
    ],
    'an endless status line': ['malformed', pump('HTTP/1.1 200 ', 'x'.repeat(8192))],
    'an endless header section': ['malformed', pump('HTTP/1.1 200 OK\r\n', `X: ${'x'.repeat(8192)}\r\n`)],
    'endless interim responses': ['malformed', pump('', 'HTTP/1.1 102 Processing\r\n\r\n')],
    'endless trailers': [
      'malformed',
      pump('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', `X: ${'x'.repeat(8192)}\r\n`),
    ],
    'an endless chunk extension': [
      'malformed',
      pump('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;', 'x'.repeat(8192)),
    ],
  };
  for (const [name, [kind, answer, framing]] of Object.entries(awkward))
    test(`${name} is recorded as ${kind}`, async () => {
      const { origin } = await recorder(answer);
      const { response, failure } = await send(origin, {}, { timeout: kind === 'timeout' ? 100 : 10_000 });
      expect(response).toBeUndefined();
      expect(failure?.kind).toBe(kind);
      expect(failure?.framing).toBe(framing);
      expect(failure?.message).not.toContain('hunter22');
    });

  test('an endless series of responses is cut off', async () => {
    const { origin } = await recorder(pump('', ok));
    const { further } = await send(origin, { awaitsClose: true });
    expect(further?.length).toBeLessThan(100);
  });

  test('nobody listens', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    server.close();
    await once(server, 'close');
    expect((await send(`http://127.0.0.1:${port}`, {})).failure?.kind).toBe('refused');
  });
});

test('Node’s client notices bytes after a response, and that a response contradicts itself', async () => {
  const transport = createTransport({ timeout: 5000 });
  closers.push(() => transport.close());
  const post = (origin: string) =>
    transport.send({ method: 'POST', url: `${origin}/`, headers: [], body: undefined });
  const longer = await recorder(answering('HTTP/1.1 400 No\r\nContent-Length: 1\r\n\r\nabc'));
  const observation = await post(longer.origin);
  expect([observation.response?.body.toString(), observation.excess]).toEqual(['a', true]);
  const both = await recorder(
    answering('HTTP/1.1 400 No\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
  );
  expect((await post(both.origin)).failure).toMatchObject({ kind: 'malformed', framing: true });
});
