/** oauth2orize with its exchanges for passwords, clients and refresh tokens; clients authenticate by Basic or in the form. */
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import querystring from 'node:querystring';
import oauth2orize, { type MiddlewareRequest } from 'oauth2orize';
import { onLoopback } from '../on-loopback.js';
import { accountVariables, clients, users } from './accounts.js';
import type { ForeignServer } from './foreign-server.js';

interface Client {
  readonly id: string;
}

interface Grant {
  readonly client: string;
  readonly user: string;
}

type Body = Readonly<Record<string, string | string[] | undefined>>;
type Request = MiddlewareRequest<Client, Client> & { body: Body };

function createServer(): oauth2orize.OAuth2Server<Client, Client> {
  const server = oauth2orize.createServer<Client, Client>();
  const grants = new Map<string, Grant>();
  const fresh = (): string => randomBytes(32).toString('base64url');
  const issued = { expires_in: 3600 };
  const issueBoth = (grant: Grant, done: oauth2orize.ExchangeDoneFunction): void => {
    const refreshToken = fresh();
    grants.set(refreshToken, grant);
    done(null, fresh(), refreshToken, issued);
  };
  server.exchange(
    oauth2orize.exchange.password(
      (
        client: Client,
        username: string,
        password: string,
        _scope: string[],
        done: oauth2orize.ExchangeDoneFunction,
      ) => {
        if (!Object.hasOwn(users, username) || users[username] !== password) done(null, false);
        else issueBoth({ client: client.id, user: username }, done);
      },
    ) as never,
  );
  server.exchange(
    oauth2orize.exchange.clientCredentials(
      (_client: Client, _scope: string[], done: oauth2orize.ExchangeDoneFunction) =>
        done(null, fresh(), undefined, issued),
    ) as never,
  );
  server.exchange(
    oauth2orize.exchange.refreshToken(
      (client: Client, token: string, _scope: string[], done: oauth2orize.ExchangeDoneFunction) => {
        const grant = grants.get(token);
        if (!grant || grant.client !== client.id) {
          done(null, false);
          return;
        }
        grants.delete(token);
        issueBoth(grant, done);
      },
    ) as never,
  );
  return server;
}

const decoded = (part: string): string => querystring.unescape(part.replaceAll('+', ' '));

/** RFC 6749 section 2.3.1, as strictly as it says. */
function clientOf(authorization: string | undefined, body: Body): Client | undefined {
  const [scheme = '', encoded = ''] = (authorization ?? '').split(/ +/);
  const pair = /^basic$/i.test(scheme) ? Buffer.from(encoded, 'base64').toString() : undefined;
  if (authorization !== undefined && !pair?.includes(':')) return undefined;
  const [id, secret] = pair
    ? [decoded(pair.slice(0, pair.indexOf(':'))), decoded(pair.slice(pair.indexOf(':') + 1))]
    : [body.client_id, body.client_secret];
  if (pair && ((body.client_id || id) !== id || body.client_secret)) return undefined;
  return typeof id === 'string' && Object.hasOwn(clients, id) && clients[id] === secret ? { id } : undefined;
}

async function bodyOf(incoming: http.IncomingMessage): Promise<Body | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  const isForm = /^application\/x-www-form-urlencoded\s*($|;)/i.test(incoming.headers['content-type'] ?? '');
  return isForm ? { ...querystring.parse(Buffer.concat(chunks).toString()) } : {};
}

export async function startOAuth2orize(): Promise<ForeignServer> {
  const oauth = createServer();
  const server = http.createServer(async (incoming, outgoing) => {
    if (incoming.url?.split('?')[0] !== '/oauth2/token' || incoming.method !== 'POST') {
      outgoing.writeHead(404).end();
      return;
    }
    const body = await bodyOf(incoming);
    if (!body) return;
    const request = Object.assign(incoming, { body }) as Request;
    const user = clientOf(incoming.headers.authorization, body);
    if (!user) {
      outgoing.writeHead(401, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'WWW-Authenticate': 'Basic realm="clients"',
      });
      outgoing.end('{"error":"invalid_client"}');
      return;
    }
    request.user = user;
    oauth.token()(request, outgoing, (problem) => {
      oauth.errorHandler()(problem as Error, request, outgoing, () => outgoing.writeHead(500).end());
    });
  });
  const { url, close } = await onLoopback(server);
  return { url, environment: { TOKEN_BASE_URL: url, ...accountVariables }, close };
}
