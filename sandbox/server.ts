/** The embedded reference server: a token endpoint as the standards describe it, on a port of its own. */
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import {
  accountVariables,
  type ClientAccount,
  clients,
  type TenantAccount,
  tenants,
  type UserAccount,
  users,
} from './accounts.js';
import { AttemptStore } from './attempt-store.js';
import { directoryOf } from './directory.js';
import { faultNamed } from './faults/index.js';
import type { EndpointName, Field, IncomingRequest, OutgoingResponse, Server } from './model.js';
import { type Policy, soundPolicy } from './policy.js';
import { productNamed } from './products/index.js';
import { bothProtocols, secureServerOptions, tlsCredentials } from './tls.js';
import { tokenStore } from './token-store.js';
import { variationNamed } from './variations/index.js';

export interface SandboxOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Id of a deliberate fault, see `faults/`. */
  readonly fault?: string;
  /** Id of a conforming difference, see `variations/`, or of a product, see `products/`. A fault bends the server that it makes. */
  readonly variation?: string;
  /** Default 3600. */
  readonly accessTokenSeconds?: number;
  /** Default 86400. */
  readonly refreshTokenSeconds?: number;
  /** Time added to each answer; default 0. */
  readonly latencyMilliseconds?: number;
  /** By https, with a certificate of an authority of its own. Default: plain http. */
  readonly tls?: boolean;
  /** Over TLS, and only for clients with a certificate of that authority. */
  readonly clientCertificate?: boolean;
  /** Default: `paths.token`. */
  readonly tokenPath?: string;
  readonly clients?: readonly ClientAccount[];
  readonly users?: readonly UserAccount[];
  readonly tenants?: readonly TenantAccount[];
}

export interface Sandbox {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** `TOKEN_BASE_URL`, the `TOKEN_…` variables of every identity, and over TLS the files that a client needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends open connections, too. */
  close(): Promise<void>;
}

export const paths: Readonly<Record<EndpointName, string>> = {
  token: '/oauth/token',
  desk: '/oauth/desk',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  resource: '/userdetails',
  metadata: '/.well-known/oauth-authorization-server',
  jwks: '/oauth/jwks',
};

/** The body, or `undefined` when it is larger than the limit; what is too much is read and dropped. */
async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

function rawFields({ rawHeaders }: IncomingMessage): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    fields.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return fields;
}

async function readRequest(incoming: IncomingMessage, limit: number): Promise<IncomingRequest> {
  const target = incoming.url ?? '';
  const mark = target.indexOf('?');
  return {
    method: incoming.method ?? '',
    httpVersion: incoming.httpVersion,
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: rawFields(incoming),
    body: await readBody(incoming, limit),
  };
}

type Environment = { Bindings: HttpBindings };

interface Application {
  readonly server: Server;
  readonly latencyMilliseconds: number;
  /** Served by https. */
  readonly secure: boolean;
  readonly paths: Readonly<Record<EndpointName, string>>;
}

/** What goes out; `undefined`: nothing, the connection is closed. */
async function respond(
  { server, secure }: Application,
  endpoint: EndpointName | undefined,
  request: IncomingRequest,
  incoming: IncomingMessage,
): Promise<OutgoingResponse | undefined> {
  const { policy } = server;
  const answered = async () => policy.send(request, await policy.answer(server, endpoint, request));
  if (!secure) return answered();
  if ('encrypted' in incoming.socket) {
    const response = await answered();
    return { ...response, headers: [...response.headers, ...policy.strictTransportSecurity()] };
  }
  const plain = policy.answerWithoutTls(`https://${incoming.headers.host}${incoming.url}`, request);
  return plain === 'served' ? answered() : plain;
}

function application(options: Application): Hono<Environment> {
  const { server, latencyMilliseconds } = options;
  const { policy } = server;
  const handle = (endpoint?: EndpointName) => async (context: Context<Environment>) => {
    const { incoming, outgoing } = context.env;
    const request = policy.receive(await readRequest(incoming, policy.bodyLimit()));
    if (latencyMilliseconds > 0) await delay(latencyMilliseconds);
    const response = await respond(options, endpoint, request, incoming);
    if (!response) {
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    const { status, headers, body } = response;
    const content = response.coded ?? body;
    const chunked = headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
    outgoing.sendDate = policy.sendsDate();
    // Written to Node's response itself, because a Headers object would reorder, lower-case and join the fields.
    outgoing.writeHead(status, [
      ...headers.flat(),
      ...(status === 204 || chunked ? [] : ['Content-Length', String(policy.contentLength(content))]),
    ]);
    outgoing.end(content);
    return RESPONSE_ALREADY_SENT;
  };
  const app = new Hono<Environment>();
  for (const [endpoint, path] of Object.entries(options.paths))
    app.all(path, handle(endpoint as EndpointName));
  app.notFound(handle());
  // Only reading the request can throw here: the client went away, and nobody is left to answer.
  app.onError(() => new Response(null, { status: 400 }));
  return app;
}

/** Starts the server. Rejects for an unknown fault id and when the port cannot be had. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', accessTokenSeconds = 3600, refreshTokenSeconds = 86_400 } = options;
  const fault = options.fault === undefined ? undefined : faultNamed(options.fault);
  const variation =
    options.variation === undefined
      ? undefined
      : (productNamed(options.variation) ?? variationNamed(options.variation));
  const varied: Policy = { ...soundPolicy, ...variation?.bend(soundPolicy) };
  const policy: Policy = { ...varied, ...fault?.bend(varied) };
  const accounts = {
    clients: options.clients ?? clients,
    users: options.users ?? users,
    tenants: options.tenants ?? tenants,
  };
  const digestKey = randomBytes(32);
  const server: Server = {
    policy,
    directory: directoryOf(accounts, {
      password: (text) => policy.passwordDigest({ digestKey }, text),
      secret: (text) => policy.secretDigest({ digestKey }, text),
    }),
    tokens: tokenStore(accessTokenSeconds, refreshTokenSeconds),
    attempts: new AttemptStore(),
    location: { url: '' },
    signingKey: createSecretKey(randomBytes(64)),
    publishedKey: {
      kid: randomBytes(8).toString('base64url'),
      alg: 'ES256',
      ...generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    },
    digestKey,
    accessTokenSeconds,
  };

  const secure = options.tls === true || options.clientCertificate === true;
  const credentials = secure ? await tlsCredentials(policy, host) : undefined;
  const app = application({
    server,
    latencyMilliseconds: options.latencyMilliseconds ?? 0,
    secure,
    paths: { ...paths, token: options.tokenPath ?? paths.token },
  });
  const listen = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    // Which hosts are right is a decision of the policy, which sees the field lines; the router needs any that is valid.
    incoming.headers.host = 'sandbox';
    return listen(incoming, outgoing);
  };
  const onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const added = 'encrypted' in socket ? policy.strictTransportSecurity() : [];
    socket.end(policy.malformedAnswer(server, policy.malformedStatus(error.code ?? ''), added));
  };
  const plain = createServer({ requireHostHeader: false }, answer).on('clientError', onClientError);
  const [serve] = plain.listeners('connection');
  plain.removeAllListeners('connection').on('connection', (socket: Socket) => {
    serve?.call(plain, policy.connection(socket));
  });
  const encrypted =
    credentials &&
    createSecureServer(
      {
        ...secureServerOptions(policy, credentials, options.clientCertificate === true),
        requireHostHeader: false,
      },
      answer,
    ).on('clientError', onClientError);
  const listener: NetServer = encrypted ? bothProtocols(encrypted, plain) : plain;
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, host, resolve);
  });

  const address = listener.address() as AddressInfo;
  const name = secure && host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = `${secure ? 'https' : 'http'}://${name}:${address.port}`;
  server.location.url = url;
  return {
    url,
    environment: {
      TOKEN_BASE_URL: url,
      ...accountVariables(accounts),
      ...credentials?.variables(options.clientCertificate === true),
    },
    close: () =>
      new Promise((resolve, reject) => {
        credentials?.remove();
        listener.close((error) => (error ? reject(error) : resolve()));
        for (const one of [plain, encrypted]) one?.closeAllConnections();
      }),
  };
}
