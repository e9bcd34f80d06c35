/** oidc-provider as it comes: authorization codes with PKCE, refresh and client credentials, for a client with a key. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { Provider } from 'oidc-provider';
import { onLoopback } from '../on-loopback.js';
import type { ForeignServer } from './foreign-server.js';

const redirectUri = 'https://app.example/callback';
const scope = 'openid offline_access';

function createProvider(issuer: string, publicKey: object): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'ledger',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [{ ...publicKey, use: 'sig', alg: 'ES256' }] },
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        redirect_uris: [redirectUri],
        response_types: ['code'],
      },
    ],
    scopes: ['openid', 'offline_access'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    ttl: { AccessToken: 3600, RefreshToken: 86_400, Grant: 86_400, AuthorizationCode: 600 },
  });
}

/** A person who has logged in and agreed. */
async function approvedCode(provider: Provider, incoming: IncomingMessage): Promise<string> {
  const wish = new URLSearchParams(await text(incoming));
  const client = await provider.Client.find(wish.get('client_id') ?? '');
  if (!client) throw new Error('no such client');
  const grant = new provider.Grant({ accountId: 'alice', clientId: client.clientId });
  grant.addOIDCScope(scope);
  const code = new provider.AuthorizationCode({
    accountId: 'alice',
    client,
    grantId: await grant.save(),
    scope,
    claims: {},
    gty: 'authorization_code',
    sessionUid: randomUUID(),
    authTime: Math.floor(Date.now() / 1000),
    redirectUri: wish.get('redirect_uri') ?? '',
    codeChallenge: wish.get('code_challenge') ?? '',
    codeChallengeMethod: 'S256',
  } as never);
  return code.save();
}

export async function startOidcProviderForCodes(): Promise<ForeignServer> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = http.createServer();
  const { url, close } = await onLoopback(server);
  const provider = createProvider(url, publicKey.export({ format: 'jwk' }));
  const serve = provider.callback();
  server.on('request', (incoming, outgoing) => {
    if (incoming.url !== '/oauth/desk') void serve(incoming, outgoing);
    else
      approvedCode(provider, incoming).then(
        (code) => outgoing.end(code),
        () => outgoing.writeHead(500).end(),
      );
  });
  return {
    url,
    environment: {
      TOKEN_BASE_URL: url,
      TOKEN_CLIENT_ID: 'ledger',
      TOKEN_CLIENT_ASSERTION_KEY: JSON.stringify(privateKey.export({ format: 'jwk' })),
      TOKEN_REDIRECT_URI: redirectUri,
    },
    close,
  };
}
