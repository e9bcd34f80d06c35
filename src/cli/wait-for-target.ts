/** Waits until something accepts connections: targets in pipelines start at the same time as their tests. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Proxies, proxyFor } from '../http/connection-options.js';

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

/** Host and port that a connection to the URL begins with: those of its proxy, where it has one. */
function endpointOf(baseUrl: string, proxies: Proxies | undefined): { host: string; number: number } {
  const { hostname, port, protocol } = new URL(baseUrl);
  const secure = protocol === 'https:';
  const target = { secure, hostname, port: Number(port || (secure ? 443 : 80)) };
  const proxy = proxyFor(target, proxies);
  const [host, number] = proxy ? [proxy.hostname, Number(proxy.port || 80)] : [hostname, target.port];
  return { host: host.replace(/^\[|\]$/g, ''), number };
}

/** `false` when nothing accepted a TCP connection at the URL's host and port within the time. Nothing is sent. */
export async function waitForTarget(
  baseUrl: string,
  milliseconds: number,
  proxies: Proxies | undefined,
): Promise<boolean> {
  const { host, number } = endpointOf(baseUrl, proxies);
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const left = deadline - Date.now();
    if (await accepts(host, number, Math.max(left, pause))) return true;
    if (Date.now() + pause >= deadline) return false;
    await sleep(pause);
  }
}
