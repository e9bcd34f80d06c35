/** Waits until something accepts connections: targets in pipelines start at the same time as their tests. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const pause = 250;

function accepts(host: string, port: number, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(milliseconds, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** `false` when nothing accepted a TCP connection at the URL's host and port within the time. Nothing is sent. */
export async function waitForTarget(baseUrl: string, milliseconds: number): Promise<boolean> {
  const { hostname, port, protocol } = new URL(baseUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const left = deadline - Date.now();
    if (await accepts(host, number, Math.max(left, pause))) return true;
    if (Date.now() + pause >= deadline) return false;
    await sleep(pause);
  }
}
