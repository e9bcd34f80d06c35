/**
 * What happens elsewhere before a further grant can be used: a person approves, a device asks, an identity provider signs. One
 * endpoint plays all of them for hooks, which get from it what the grant presents.
 */
import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { CodeRecord, IncomingRequest, OutgoingResponse, Server } from '../model.js';
import { invalidGrant, invalidRequest } from '../refusal.js';
import { assertionIssuer } from './further-grants.js';

type Wish = Readonly<Record<string, string>>;

const states: readonly string[] = ['approved', 'pending', 'denied', 'expired'];

function codeFor(server: Server, wish: Wish, kind: CodeRecord['kind']): string {
  const user = server.directory.users[0];
  if (!user) throw invalidGrant();
  const code = server.policy.newCode();
  const { wanted = 'approved', scope = 'all' } = wish;
  server.tokens.codes.set(code, {
    kind,
    clientId: wish.client_id ?? '',
    user,
    scope: scope.split(' '),
    redirectUri: wish.redirect_uri || undefined,
    challenge: wish.code_challenge || undefined,
    state: states.includes(wanted) ? (wanted as CodeRecord['state']) : 'approved',
    exchangedFor: undefined,
  });
  return code;
}

/** 256 bits: RFC 6749 section 10.10. */
export function newCode(): string {
  return randomBytes(32).toString('base64url');
}

/** A JWT of the identity provider that the server trusts (RFC 7523 section 2.1). */
async function assertionFor(server: Server, { wanted }: Wish): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { alg, privateKey } = server.publishedKey;
  return new SignJWT({
    iss: assertionIssuer,
    sub: server.directory.users[0]?.username ?? '',
    aud: wanted === 'wrong-audience' ? 'https://elsewhere.example' : `${server.location.url}/oauth/token`,
    iat: now - 3600,
    exp: wanted === 'expired' ? now - 1800 : now + 300,
    jti: newCode(),
  })
    .setProtectedHeader({ alg })
    .sign(privateKey);
}

async function presented(server: Server, wish: Wish): Promise<Wish> {
  switch (wish.grant_type) {
    case 'authorization_code':
      return { code: codeFor(server, wish, 'code') };
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return { device_code: codeFor(server, wish, 'device_code') };
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return { assertion: await assertionFor(server, wish) };
    case 'urn:ietf:params:oauth:grant-type:token-exchange': {
      const [user] = server.directory.users;
      const client = server.directory.clients.find(({ id }) => id === wish.client_id);
      if (!user || !client) throw invalidGrant();
      const grant = server.policy.newGrant(client, user, ['all']);
      return {
        subject_token: await server.policy.issueAccessToken(server, grant, ['all']),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      };
    }
    default:
      throw invalidRequest('Nothing is handed out for this grant type');
  }
}

/** POST /oauth/desk. */
export async function deskEndpoint(server: Server, request: IncomingRequest): Promise<OutgoingResponse> {
  const wish = Object.fromEntries(new URLSearchParams(request.body?.toString()));
  return {
    status: 200,
    headers: server.policy.jsonHeaders(server),
    body: JSON.stringify(await presented(server, wish)),
  };
}
