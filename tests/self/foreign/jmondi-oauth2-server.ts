/** @jmondi/oauth2-server with its adapter for Fetch API requests, everything kept in memory. */
import http from 'node:http';
import {
  AuthorizationServer,
  DateInterval,
  generateRandomToken,
  type OAuthClient,
  type OAuthToken,
} from '@jmondi/oauth2-server';
import { handleVanillaError, requestFromVanilla, responseToVanilla } from '@jmondi/oauth2-server/vanilla';
import { onLoopback } from '../on-loopback.js';
import { accountVariables, clients as secrets, users } from './accounts.js';
import type { ForeignServer } from './foreign-server.js';

const scopes = [{ name: 'read' }, { name: 'write' }];

const clients: Readonly<Record<string, OAuthClient>> = Object.fromEntries(
  Object.entries(secrets).map(([id, secret]) => [
    id,
    {
      id,
      name: id,
      secret,
      redirectUris: [],
      allowedGrants: ['password', 'client_credentials', 'refresh_token'],
      scopes,
    },
  ]),
);

function createServer(): AuthorizationServer {
  const byAccess = new Map<string, OAuthToken>();
  const byRefresh = new Map<string, OAuthToken>();
  const revoked = new Set<OAuthToken>();
  const found = (token: OAuthToken | undefined): OAuthToken => {
    if (!token) throw new Error('not found');
    return token;
  };
  const server = new AuthorizationServer(
    {
      // It takes nothing for a client that is not known; its types do not say so.
      getByIdentifier: async (id) => (Object.hasOwn(clients, id) ? clients[id] : undefined) as OAuthClient,
      isClientValid: async (grant, client, secret) =>
        client.secret === secret && client.allowedGrants.includes(grant),
    },
    {
      issueToken: async (client, granted, user) => ({
        accessToken: generateRandomToken(32),
        accessTokenExpiresAt: new DateInterval('1h').getEndDate(),
        client,
        scopes: granted,
        user: user ?? null,
      }),
      issueRefreshToken: async (token) => {
        const refreshToken = generateRandomToken(32);
        byRefresh.set(refreshToken, token);
        return Object.assign(token, {
          refreshToken,
          refreshTokenExpiresAt: new DateInterval('1d').getEndDate(),
        });
      },
      persist: async (token) => {
        byAccess.set(token.accessToken, token);
      },
      revoke: async (token) => {
        revoked.add(token);
      },
      isRefreshTokenRevoked: async (token) => revoked.has(token),
      getByRefreshToken: async (token) => found(byRefresh.get(token)),
      getByAccessToken: async (token) => found(byAccess.get(token)),
    },
    {
      getAllByIdentifiers: async (names) => scopes.filter(({ name }) => names.includes(name)),
      finalize: async (granted) => (granted.length > 0 ? granted : scopes.slice(0, 1)),
    },
    'a secret for signing that is long enough for HMAC',
  );
  const hour = new DateInterval('1h');
  server.enableGrantTypes(
    ['client_credentials', hour],
    ['refresh_token', hour],
    [
      {
        grant: 'password',
        userRepository: {
          getUserByCredentials: async (id, password) =>
            Object.hasOwn(users, id) && (password === undefined || users[id] === password)
              ? { id }
              : undefined,
        },
      },
      hour,
    ],
  );
  return server;
}

async function requestOf(incoming: http.IncomingMessage, origin: string): Promise<Request | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, [value].flat().join(', '));
  return new Request(new URL(incoming.url ?? '/', origin), {
    method: 'POST',
    headers,
    body: Buffer.concat(chunks),
  });
}

export async function startJmondiServer(): Promise<ForeignServer> {
  const oauth = createServer();
  const server = http.createServer();
  const { url, close } = await onLoopback(server);
  server.on('request', async (incoming: http.IncomingMessage, outgoing: http.ServerResponse) => {
    const [path] = (incoming.url ?? '').split('?');
    if (path !== '/token' || incoming.method !== 'POST') {
      outgoing.writeHead(path === '/token' ? 405 : 404, path === '/token' ? { Allow: 'POST' } : {}).end();
      return;
    }
    const request = await requestOf(incoming, url);
    if (!request) return;
    const response = await requestFromVanilla(request)
      .then((read) => oauth.respondToAccessTokenRequest(read))
      .catch(handleVanillaError);
    const answer = responseToVanilla(response as Parameters<typeof responseToVanilla>[0]);
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  return {
    url,
    environment: {
      TOKEN_BASE_URL: url,
      ...accountVariables,
      TOKEN_SCOPE: 'read',
      TOKEN_OTHER_SCOPE: 'write',
    },
    close,
  };
}
