import { type ConnectionOptions, proxyFor } from './connection-options.js';

/** Where a URL leads. Only scheme and authority are interpreted; path and query stay as they were given. */
export interface Target {
  /** Host and port, for messages. */
  readonly name: string;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** As in a Host header: without the default port of the scheme. */
  readonly host: string;
  /** Path and query as given. `URL` would resolve `..` and encode what looks invalid. */
  readonly path: string;
  /** What it is reached by; `undefined`: directly. */
  readonly proxy: URL | undefined;
}

/** `undefined`: not an http or https URL, or one with user information (RFC 9110 section 4.2.4). */
export function targetOf(url: string, { proxies }: ConnectionOptions): Target | undefined {
  const [, scheme = '', authority = '', rest = ''] = /^(https?):\/\/([^\s/?#\\@]+)([^#]*)/i.exec(url) ?? [];
  if (authority === '' || !URL.canParse(`${scheme}://${authority}/`)) return undefined;
  const { hostname, port: given, host } = new URL(`${scheme}://${authority}/`);
  const secure = scheme.toLowerCase() === 'https';
  const port = given === '' ? (secure ? 443 : 80) : Number(given);
  const address = { secure, hostname: hostname.replace(/^\[|\]$/g, ''), port };
  return {
    name: `${hostname}:${port}`,
    ...address,
    host,
    path: rest.startsWith('/') ? rest : `/${rest}`,
    proxy: proxyFor(address, proxies),
  };
}
