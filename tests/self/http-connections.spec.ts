/** Which requests share a connection, which are sent once more, and when connections end. */
import { once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { createTransport } from '../../src/http/transport.js';
import { answering, ok, post, transportWorld } from './transport-world.js';

const { transport, recorder } = transportWorld();

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
