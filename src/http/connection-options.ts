/**
 * How connections to the target are made, whoever makes them: whom the target is vouched for by, who we are, and
 * which way leads there. Opens none.
 */
import { isIP } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { rootCertificates } from 'node:tls';

export interface ConnectionOptions {
  /** Certificates (PEM) that are trusted in addition to the built-in ones. */
  readonly ca?: string | Buffer | undefined;
  /** Presented to a server that asks for one. */
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly proxies?: Proxies | undefined;
}

export interface ClientCertificate {
  /** PEM; intermediate certificates may follow. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  readonly passphrase?: string | undefined;
}

export interface Proxies {
  /** Proxy for targets of that scheme; it may carry credentials. */
  readonly http?: URL | undefined;
  readonly https?: URL | undefined;
  /** Hosts that are reached directly: `*`, a name with all names below it, an address, each with a port or without. */
  readonly except: readonly string[];
}

/** What TLS to the target needs. `ca` is absent where the built-in authorities are all: Node then adds `NODE_EXTRA_CA_CERTS`. */
export function secureContextOptions({ ca, clientCertificate }: ConnectionOptions): SecureContextOptions {
  return {
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    ...(clientCertificate === undefined
      ? {}
      : {
          cert: clientCertificate.certificate,
          key: clientCertificate.key,
          ...(clientCertificate.passphrase === undefined ? {} : { passphrase: clientCertificate.passphrase }),
        }),
  };
}

/** The name that the client asks for in the handshake; empty for an address (RFC 6066 section 3). */
export function serverName(hostname: string): string {
  return isIP(hostname) === 0 ? hostname : '';
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '').toLowerCase();
}

/** `host`, `host:port`, `[address]:port` or a bare IPv6 address. */
function partsOf(rule: string): { readonly host: string; readonly port: number | undefined } {
  const [, host, port] = isIP(rule) === 6 ? [rule, rule] : (/^(.*?)(?::(\d+))?$/.exec(rule) ?? []);
  return {
    host: bare(host ?? '').replace(/^\*?\./, ''),
    port: port === undefined ? undefined : Number(port),
  };
}

function excepts(rule: string, hostname: string, targetPort: number): boolean {
  if (rule === '*') return true;
  const { host, port } = partsOf(rule);
  if (host === '' || (port !== undefined && port !== targetPort)) return false;
  return hostname === host || (isIP(hostname) === 0 && hostname.endsWith(`.${host}`));
}

/** The proxy by which a target is reached; `undefined`: directly. */
export function proxyFor(
  { secure, hostname, port }: { readonly secure: boolean; readonly hostname: string; readonly port: number },
  proxies: Proxies | undefined,
): URL | undefined {
  const proxy = secure ? proxies?.https : proxies?.http;
  if (!proxy || proxies?.except.some((rule) => excepts(rule, bare(hostname), port))) return undefined;
  return proxy;
}

/** Host and port, without credentials. */
export function proxyName(proxy: URL): string {
  return `${proxy.hostname}:${proxy.port || 80}`;
}

/** Value of Proxy-Authorization; `undefined` where the proxy's URL carries no credentials. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = [username, password].map(decodeURIComponent).join(':');
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** What must never be shown. */
export function connectionSecrets({ clientCertificate, proxies }: ConnectionOptions): string[] {
  const ofProxies = [proxies?.http, proxies?.https].flatMap((proxy) =>
    proxy ? [decodeURIComponent(proxy.password), proxyAuthorization(proxy)?.replace('Basic ', '')] : [],
  );
  return [...ofProxies, clientCertificate?.passphrase].filter(
    (secret) => secret !== undefined && secret !== '',
  ) as string[];
}
