/** What the transport takes of an answer, as it came, within its limits. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { answering, ok, post, transportWorld } from './transport-world.js';

const { transport, recorder } = transportWorld();

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
