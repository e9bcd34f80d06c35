/** A socket read as a server reads it that knows of HTTP only where a request ends. */
import type { Socket } from 'node:net';

/** Calls with each request as soon as it is complete, in Latin-1: one character is one byte. */
export function eachRequest(socket: Socket, take: (request: string) => void): void {
  let pending = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    const head = pending.indexOf('\r\n\r\n');
    const length = Number(/^content-length: *(\d+)/im.exec(pending)?.[1] ?? 0);
    if (head < 0 || pending.length < head + 4 + length) return;
    const request = pending;
    pending = '';
    take(request);
  });
}
