/** @node-oauth/oauth2-server behind a plain HTTP server, as its documentation wires it. */
import http from 'node:http';
import querystring from 'node:querystring';
import OAuth2Server from '@node-oauth/oauth2-server';
import { onLoopback } from '../on-loopback.js';
import { accountVariables, clients, users } from './accounts.js';
import type { ForeignServer } from './foreign-server.js';

function createModel(): OAuth2Server.PasswordModel & OAuth2Server.RefreshTokenModel {
  const accessTokens = new Map<string, OAuth2Server.Token>();
  const refreshTokens = new Map<string, OAuth2Server.Token>();
  return {
    getClient: async (id, secret) =>
      Object.hasOwn(clients, id) && (secret === null || clients[id] === secret)
        ? { id, grants: ['password', 'refresh_token'] }
        : false,
    getUser: async (username: string, password: string) =>
      Object.hasOwn(users, username) && users[username] === password ? { username } : false,
    saveToken: async (token, client, user) => {
      const saved = { ...token, client, user };
      accessTokens.set(saved.accessToken, saved);
      if (saved.refreshToken) refreshTokens.set(saved.refreshToken, saved);
      return saved;
    },
    getAccessToken: async (token) => accessTokens.get(token) ?? false,
    getRefreshToken: async (token) => {
      const found = refreshTokens.get(token);
      return found?.refreshToken ? { ...found, refreshToken: found.refreshToken } : false;
    },
    revokeToken: async (token) => refreshTokens.delete(token.refreshToken),
    validateScope: async (_user, _client, scope) =>
      !scope || scope.length === 0 ? ['all'] : scope.every((value) => value === 'all') ? scope : false,
  };
}

/** `undefined`: the client went away before it had sent everything. */
async function bodyOf(request: http.IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString();
}

export async function startOAuth2Server(): Promise<ForeignServer> {
  const oauth = new OAuth2Server({
    model: createModel(),
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 86_400,
  });
  const server = http.createServer(async (incoming, outgoing) => {
    const [path, query = ''] = (incoming.url ?? '').split('?');
    if (path !== '/oauth/token') {
      outgoing.writeHead(404).end();
      return;
    }
    const isForm = /^application\/x-www-form-urlencoded\s*($|;)/i.test(
      incoming.headers['content-type'] ?? '',
    );
    const text = await bodyOf(incoming);
    if (text === undefined) return;
    const request = new OAuth2Server.Request({
      method: incoming.method ?? '',
      headers: incoming.headers as Record<string, string>,
      query: querystring.parse(query) as Record<string, string>,
      body: isForm ? { ...querystring.parse(text) } : {},
    });
    const response = new OAuth2Server.Response({});
    try {
      await oauth.token(request, response);
    } catch (problem) {
      // Errors of the token handler stand in the response; those raised before it are only thrown.
      const { code, name, message } = problem as OAuth2Server.OAuthError;
      if (response.body?.error === undefined) {
        response.status = code;
        response.body = { error: name, error_description: message };
      }
    }
    outgoing.writeHead(response.status ?? 500, {
      'Content-Type': 'application/json;charset=UTF-8',
      ...response.headers,
    });
    outgoing.end(JSON.stringify(response.body));
  });
  const { url, close } = await onLoopback(server);
  return { url, environment: { TOKEN_BASE_URL: url, ...accountVariables }, close };
}
