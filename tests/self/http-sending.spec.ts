/** What the transport sends, byte for byte, and what it refuses to send. */
import { expect, test } from '@playwright/test';
import type { OutgoingRequest } from '../../src/http/observation.js';
import { answering, hostOf, ok, post, transportWorld } from './transport-world.js';

const { transport, recorder } = transportWorld();

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
