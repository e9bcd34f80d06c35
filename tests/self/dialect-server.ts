/**
 * A token endpoint that follows RFC 6749 in everything but the encoding of its parameters, which is one that its
 * document describes and the standard does not know.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { type OnLoopback, onLoopback } from './on-loopback.js';

export interface Taken {
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly headers: IncomingMessage['headers'];
  readonly query: URLSearchParams;
}

/** What a request says in one encoding; `undefined`: it is not in that encoding, or is spoilt. */
export type ReadParameters = (request: {
  readonly headers: IncomingMessage['headers'];
  readonly query: URLSearchParams;
  readonly body: string;
}) => ReadonlyMap<string, unknown> | undefined;

export interface DialectServer extends OnLoopback {
  /** The requests that were granted, the first ones. */
  readonly granted: readonly Taken[];
}

const client = { id: 'app-of-the-dialect', secret: 'Cl13nt-s3cret-of-the-dialect' };
const users = new Map([
  ['alice@dialect.example', 'Pa55word-of-alice-in-dialect'],
  ['bob@dialect.example', 'Pa55word-of-bob-in-dialect'],
]);
const scopes = ['read', 'write'];

export const dialectEnvironment = {
  TOKEN_CLIENT_ID: client.id,
  TOKEN_CLIENT_SECRET: client.secret,
  TOKEN_USERNAME: 'alice@dialect.example',
  TOKEN_PASSWORD: 'Pa55word-of-alice-in-dialect',
  TOKEN_DISPOSABLE_USERNAME: 'bob@dialect.example',
  TOKEN_DISPOSABLE_PASSWORD: 'Pa55word-of-bob-in-dialect',
  TOKEN_SCOPE: 'read',
};

class Refusal extends Error {
  constructor(
    readonly error: string,
    readonly status = 400,
  ) {
    super(error);
  }
}

interface Session {
  readonly user: string;
  readonly scope: string;
}

const decoded = (part: string) => new URLSearchParams(`x=${part}`).get('x') ?? '';

/** RFC 6749 section 2.3.1. A client that authenticates twice has not understood it. */
function withBasic(
  parameters: ReadonlyMap<string, unknown>,
  authorization: string | undefined,
): ReadonlyMap<string, unknown> {
  if (authorization === undefined) return parameters;
  const basic = /^basic +([\w+/=]+)$/i.exec(authorization)?.[1];
  const text = Buffer.from(basic ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) throw new Refusal('invalid_client', 401);
  const [id, secret] = [decoded(text.slice(0, colon)), decoded(text.slice(colon + 1))];
  const named = parameters.get('client_id');
  if (parameters.get('client_secret')) throw new Refusal('invalid_request');
  if (named && named !== id) throw new Refusal('invalid_request');
  return new Map([...parameters, ['client_id', id], ['client_secret', secret]]);
}

class TokenEndpoint {
  readonly #refreshTokens = new Map<string, Session>();

  /** @param demands a parameter that a login must have as well, with the value 600 */
  constructor(private readonly demands: string | undefined) {}

  answer(parameters: ReadonlyMap<string, unknown>): Record<string, unknown> {
    for (const [, value] of parameters)
      if (typeof value === 'string' && /\p{Cc}/u.test(value)) throw new Refusal('invalid_request');
    const text = (name: string): string | undefined => {
      const value = parameters.get(name);
      if (value !== undefined && typeof value !== 'string') throw new Refusal('invalid_request');
      return value === '' ? undefined : value;
    };
    const type = text('grant_type');
    if (type === undefined) throw new Refusal('invalid_request');
    if (type !== 'password' && type !== 'refresh_token') throw new Refusal('unsupported_grant_type');
    if (text('client_id') !== client.id || text('client_secret') !== client.secret)
      throw new Refusal('invalid_client', 401);
    const asked = text('scope');
    if (asked?.split(' ').some((one) => !scopes.includes(one))) throw new Refusal('invalid_scope');
    return type === 'password' ? this.#login(text, asked) : this.#renewal(text, asked);
  }

  #login(text: (name: string) => string | undefined, asked: string | undefined) {
    const [user, password] = [text('username'), text('password')];
    if (this.demands && text(this.demands) !== '600') throw new Refusal('invalid_request');
    if (user === undefined || password === undefined) throw new Refusal('invalid_request');
    if (users.get(user) !== password) throw new Refusal('invalid_grant');
    return this.#issue({ user, scope: asked ?? 'read' });
  }

  #renewal(text: (name: string) => string | undefined, asked: string | undefined) {
    const presented = text('refresh_token');
    if (presented === undefined) throw new Refusal('invalid_request');
    const session = this.#refreshTokens.get(presented);
    if (!session) throw new Refusal('invalid_grant');
    if (asked?.split(' ').some((one) => !session.scope.split(' ').includes(one)))
      throw new Refusal('invalid_scope');
    this.#refreshTokens.delete(presented);
    return this.#issue({ ...session, scope: asked ?? session.scope });
  }

  #issue(session: Session) {
    const refresh = randomBytes(24).toString('base64url');
    this.#refreshTokens.set(refresh, session);
    return {
      access_token: randomBytes(24).toString('base64url'),
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: refresh,
      scope: session.scope,
    };
  }
}

export async function startDialectServer(
  path: string,
  read: ReadParameters,
  {
    demands,
    method = 'POST',
  }: { readonly demands?: string | undefined; readonly method?: string | undefined } = {},
): Promise<DialectServer> {
  const endpoint = new TokenEndpoint(demands);
  const granted: Taken[] = [];
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // a probe that breaks off
    }
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://x');
    const reply = (status: number, value: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        Pragma: 'no-cache',
        'X-Content-Type-Options': 'nosniff',
        ...headers,
      });
      response.end(JSON.stringify(value));
    };
    const fields = request.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    const twice = (name: string) => fields.filter((one) => one === name).length > 1;
    if (twice('host') || twice('authorization')) return reply(400, { error: 'invalid_request' });
    if (decodeURIComponent(pathname) !== path) return reply(404, { error: 'invalid_request' });
    if (request.method !== method) return reply(405, { error: 'invalid_request' }, { Allow: method });
    const taken = read({ headers: request.headers, query, body: Buffer.concat(chunks).toString() });
    try {
      const parameters = taken && withBasic(taken, request.headers.authorization);
      if (!parameters) throw new Refusal('invalid_request');
      const token = endpoint.answer(parameters);
      if (granted.length < 50) granted.push({ parameters, headers: request.headers, query });
      return reply(200, token);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      const challenge = refusal.status === 401 ? { 'WWW-Authenticate': 'Basic realm="dialect"' } : {};
      return reply(refusal.status, { error: refusal.error }, challenge as Record<string, string>);
    }
  });
  return { ...(await onLoopback(server)), granted };
}
