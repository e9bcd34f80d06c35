/** oidc-provider with a password grant registered by its documented extension point. */
import http from 'node:http';
import { errors, Provider } from 'oidc-provider';
import { onLoopback } from '../on-loopback.js';
import { accountVariables, clients as secrets, users } from './accounts.js';
import type { ForeignServer } from './foreign-server.js';

const clients = Object.entries(secrets).map(([id, secret]) => ({
  client_id: id,
  client_secret: secret,
  grant_types: ['password', 'refresh_token'],
  redirect_uris: [],
  response_types: [],
  token_endpoint_auth_method: 'client_secret_post' as const,
}));

function createProvider(issuer: string): Provider {
  const provider = new Provider(issuer, {
    clients,
    scopes: ['openid', 'offline_access'],
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    findAccount: (_context, id) =>
      Object.hasOwn(users, id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined,
    rotateRefreshToken: true,
    ttl: { AccessToken: 3600, RefreshToken: 86_400, Grant: 86_400 },
  });
  const parameters = ['username', 'password', 'scope'];
  provider.registerGrantType(
    'password',
    async (context) => {
      const { username, password, scope } = context.oidc.params ?? {};
      if (typeof username !== 'string' || typeof password !== 'string')
        throw new errors.InvalidRequest('username and password are required');
      if (!Object.hasOwn(users, username) || users[username] !== password)
        throw new errors.InvalidGrant('bad resource owner credentials');
      const { client } = context.oidc;
      if (!client) throw new errors.InvalidClient('no client');
      const granted = typeof scope === 'string' && scope !== '' ? scope : 'openid';
      const unknown = granted.split(' ').filter((value) => !['openid', 'offline_access'].includes(value));
      if (unknown.length > 0) throw new errors.InvalidScope('requested scope is not known', granted);
      const grant = new provider.Grant({ accountId: username, clientId: client.clientId });
      grant.addOIDCScope(granted);
      const grantId = await grant.save();
      const shared = { accountId: username, client, grantId, gty: 'password', scope: granted, claims: {} };
      const accessToken = new provider.AccessToken(shared as never);
      const refreshToken = new provider.RefreshToken(shared as never);
      context.body = {
        access_token: await accessToken.save(),
        expires_in: accessToken.expiration,
        refresh_token: await refreshToken.save(),
        scope: granted,
        token_type: 'Bearer',
      };
    },
    parameters,
  );
  return provider;
}

export async function startOidcProvider(): Promise<ForeignServer> {
  const server = http.createServer();
  const { url, close } = await onLoopback(server);
  server.on('request', createProvider(url).callback());
  return { url, environment: { TOKEN_BASE_URL: url, ...accountVariables }, close };
}
