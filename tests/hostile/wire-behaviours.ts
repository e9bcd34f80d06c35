/** What a target does to the connection instead of answering. */

import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Ends, WireBehaviour } from './behaviour.js';

/** Nothing that it sends is an answer: nothing can be said of it. */
const nothing = { first: [3], after: [3] } as const satisfies { first: Ends; after: Ends };

const sending = (text: string | Buffer) => (socket: Socket) => void socket.end(text);

/** Again and again, as long as somebody listens. */
function every(socket: Socket, milliseconds: number, bytes: string): void {
  const timer = setInterval(() => socket.write(bytes), milliseconds);
  socket.on('close', () => clearInterval(timer));
}

/** As fast as it is read. */
function pump(socket: Socket, begin: string, more: Buffer, times = Number.POSITIVE_INFINITY): void {
  socket.write(begin);
  let left = times;
  const write = (): void => {
    while (left-- > 0 && socket.writable) if (!socket.write(more)) return;
  };
  socket.on('drain', write);
  write();
}

const json = 'Content-Type: application/json\r\n';
const grant = JSON.stringify({ access_token: 'hostile-token-1', token_type: 'bearer', expires_in: 3600 });
const megabyte = Buffer.alloc(1 << 20, 'x');
/** Made before anybody waits for it. */
const bomb = gzipSync(`{"access_token":"${'x'.repeat(100 * 2 ** 20)}"}`, { level: 1 });
const chunk = Buffer.concat([Buffer.from('100000\r\n'), megabyte, Buffer.from('\r\n')]);

/** The valid request is answered by a message that contradicts itself: the first one convicts. Later ones may end the run before. */
const misframed = { first: [1], after: [1, 3] } as const satisfies { first: Ends; after: Ends };

export const wireBehaviours: readonly WireBehaviour[] = [
  { id: 'never-answers', sentence: 'takes the request and says nothing', ends: nothing, play: () => {} },
  {
    id: 'drips-a-byte-a-second',
    sentence: 'sends a sound answer, one byte a second',
    ends: nothing,
    play: (socket) => {
      let at = 0;
      const whole = `HTTP/1.1 200 OK\r\n${json}Content-Length: ${grant.length}\r\n\r\n${grant}`;
      const timer = setInterval(() => socket.write(whole[at++] ?? ''), 1000);
      socket.on('close', () => clearInterval(timer));
    },
  },
  {
    id: 'drips-header-lines',
    sentence: 'sends a header line now and then, for ever',
    ends: nothing,
    play: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      every(socket, 20, 'X-More: to come\r\n');
    },
  },
  {
    id: 'closes-at-once',
    sentence: 'closes each connection as soon as it is made',
    ends: nothing,
    play: (socket) => void socket.end(),
    greet: (socket) => void socket.end(),
  },
  {
    id: 'closes-within-the-header',
    sentence: 'closes the connection within the header section',
    ends: nothing,
    play: sending('HTTP/1.1 200 OK\r\nContent-Ty'),
  },
  {
    id: 'closes-within-the-body',
    sentence: 'closes the connection within the body',
    ends: misframed,
    play: sending(`HTTP/1.1 200 OK\r\n${json}Content-Length: 500\r\n\r\n${grant}`),
  },
  {
    id: 'resets',
    sentence: 'resets the connection',
    ends: nothing,
    play: (socket) => void socket.resetAndDestroy(),
  },
  {
    id: 'endless-body',
    sentence: 'sends a body without end',
    ends: { first: [3], after: [1, 3] },
    play: (socket) => pump(socket, `HTTP/1.1 200 OK\r\n${json}Transfer-Encoding: chunked\r\n\r\n`, chunk),
  },
  {
    id: 'one-gigabyte',
    sentence: 'announces a gigabyte, and sends it',
    ends: { first: [3], after: [1, 3] },
    play: (socket) =>
      pump(socket, `HTTP/1.1 200 OK\r\n${json}Content-Length: ${2 ** 30}\r\n\r\n`, megabyte, 1024),
  },
  {
    id: 'endless-header-section',
    sentence: 'sends header lines without end, as fast as they are read',
    ends: nothing,
    play: (socket) =>
      pump(socket, 'HTTP/1.1 200 OK\r\n', Buffer.from(`X-More: ${'x'.repeat(8000)}\r\n`.repeat(50))),
  },
  {
    id: 'endless-header-line',
    sentence: 'sends one header line that does not end',
    ends: nothing,
    play: (socket) => pump(socket, 'HTTP/1.1 200 OK\r\nX-More: ', megabyte),
  },
  {
    id: 'malformed-status-line',
    sentence: 'sends a status line that is none, with escape sequences in it',
    ends: nothing,
    play: sending('HTTP/1.1 \u001b[31mtwo hundred\u0007\r\n\r\n'),
  },
  {
    id: 'status-of-nine-digits',
    sentence: 'sends a status code of nine digits',
    ends: nothing,
    play: sending(`HTTP/1.1 200000000 OK\r\n${json}Content-Length: 2\r\n\r\n{}`),
  },
  {
    id: 'body-longer-than-announced',
    sentence: 'sends more than Content-Length says',
    ends: { first: [1, 3], after: [1, 3] },
    play: sending(`HTTP/1.1 200 OK\r\n${json}Content-Length: ${grant.length}\r\n\r\n${grant}${grant}`),
  },
  {
    id: 'body-shorter-than-announced',
    sentence: 'sends less than Content-Length says, and keeps the connection open',
    ends: nothing,
    play: (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${json}Content-Length: 5000\r\n\r\n${grant}`),
  },
  {
    id: 'two-lengths',
    sentence: 'says two different lengths',
    ends: misframed,
    play: sending(`HTTP/1.1 200 OK\r\n${json}Content-Length: 2\r\nContent-Length: 90\r\n\r\n${grant}`),
  },
  {
    id: 'negative-length',
    sentence: 'says a negative length',
    ends: misframed,
    play: sending(`HTTP/1.1 200 OK\r\n${json}Content-Length: -1\r\n\r\n${grant}`),
  },
  {
    id: 'interim-responses-for-ever',
    sentence: 'sends interim responses (1xx) without end',
    ends: nothing,
    play: (socket) => every(socket, 5, 'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n'),
  },
  {
    id: 'interim-responses-in-a-flood',
    sentence: 'sends interim responses as fast as they are read',
    ends: nothing,
    play: (socket) => pump(socket, '', Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'.repeat(2000))),
  },
  {
    id: 'chunk-extension-of-megabytes',
    sentence: 'puts megabytes of extensions behind the size of each chunk',
    ends: misframed,
    play: (socket) =>
      pump(socket, `HTTP/1.1 200 OK\r\n${json}Transfer-Encoding: chunked\r\n\r\n1;x=`, megabyte),
  },
  {
    id: 'chunk-size-that-is-none',
    sentence: 'sends a chunk size that is no number',
    ends: misframed,
    play: sending(`HTTP/1.1 200 OK\r\n${json}Transfer-Encoding: chunked\r\n\r\n<script>\r\n`),
  },
  {
    id: 'tls-alert',
    sentence: 'sends a TLS alert instead of HTTP',
    ends: nothing,
    play: sending(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46])),
  },
  {
    id: 'http2-settings',
    sentence: 'speaks HTTP/2: sends a SETTINGS frame',
    ends: nothing,
    play: (socket) => void socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])),
    greet: (socket) => void socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])),
  },
  {
    id: 'ssh-banner',
    sentence: 'greets as an SSH server',
    ends: nothing,
    play: () => {},
    greet: (socket) => void socket.write('SSH-2.0-OpenSSH_9.6\u001b[2J\r\n'),
  },
  {
    id: 'answers-before-the-request',
    sentence: 'sends a sound answer before any request, and nothing after it',
    ends: { first: [1, 3], after: [1, 3] },
    play: () => {},
    greet: (socket) =>
      void socket.write(`HTTP/1.1 200 OK\r\n${json}Content-Length: ${grant.length}\r\n\r\n${grant}`),
  },
  {
    id: 'switches-protocols',
    sentence: 'switches to another protocol',
    ends: nothing,
    play: sending('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n\u001b[31m'),
  },
  {
    id: 'http-0.9',
    sentence: 'sends a page without any header, as before HTTP/1.0',
    ends: nothing,
    play: sending('<html><script>window.pwned=1</script></html>'),
  },
  {
    id: 'compression-bomb',
    sentence: 'sends 100 MB of JSON in 100 kB of gzip',
    ends: { first: [3], after: [1, 3] },
    play: (socket) => {
      const head = `HTTP/1.1 200 OK\r\n${json}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
      socket.write(head);
      socket.write(bomb);
    },
  },
  {
    id: 'gzip-that-is-none',
    sentence: 'says gzip of what is not',
    ends: { first: [1], after: [1] },
    play: sending(
      `HTTP/1.1 200 OK\r\n${json}Content-Encoding: gzip\r\nContent-Length: ${grant.length}\r\n\r\n${grant}`,
    ),
  },
  {
    id: 'answers-only-what-is-valid',
    sentence: 'answers the valid request, and nothing else',
    ends: { first: [1, 3], after: [1, 3] },
    play: (socket, { method, path, head, body }) => {
      const form = body.toString();
      const valid =
        method === 'POST' &&
        path === '/oauth/token' &&
        /^Accept: application\/json$/im.test(head) &&
        /^grant_type=password&username=[^&]+&password=[^&]+&client_id=[^&]+&client_secret=[^&]+$/.test(form);
      if (valid) socket.write(`HTTP/1.1 200 OK\r\n${json}Content-Length: ${grant.length}\r\n\r\n${grant}`);
    },
  },
];
