/** oidc-provider with a password grant registered by its documented extension point. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors, Provider } from 'oidc-provider';
import type { ForeignServer } from './foreign-server.js';

const users: Readonly<Record<string, string>> = {
  alice: 'correct horse battery staple',
  bob: 'another long pass phrase',
};

const clients = [
  { client_id: 'harness', client_secret: 'harness-secret-of-32-characters-00' },
  { client_id: 'second', client_secret: 'second-secret-of-32-characters-000' },
].map((client) => ({
  ...client,
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
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', createProvider(url).callback());
  const [main, second] = clients;
  return {
    url,
    environment: {
      TOKEN_BASE_URL: url,
      TOKEN_CLIENT_ID: main?.client_id ?? '',
      TOKEN_CLIENT_SECRET: main?.client_secret ?? '',
      TOKEN_USERNAME: 'alice',
      TOKEN_PASSWORD: users.alice ?? '',
      TOKEN_OTHER_CLIENT_ID: second?.client_id ?? '',
      TOKEN_OTHER_CLIENT_SECRET: second?.client_secret ?? '',
      TOKEN_OTHER_USERNAME: 'bob',
      TOKEN_OTHER_PASSWORD: users.bob ?? '',
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
