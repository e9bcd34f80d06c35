/** Access tokens: their form is a matter between the server and its resources (RFC 6749 section 1.4). */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { EncryptJWT, type JWTHeaderParameters, type JWTPayload, jwtDecrypt, jwtVerify, SignJWT } from 'jose';
import type { AccessTokenRecord, Grant, Server } from '../model.js';
import { type Bend, together, type Variation } from './variation.js';

const anyFormat = 'RFC 6749 section 1.4: "Access tokens can have different formats"';

/** Tokens without content; the server remembers what each of them stands for. */
const opaque =
  (newToken: () => string): Bend =>
  () => {
    const known = new Map<string, JWTPayload>();
    return {
      signAccessToken: (_server, claims) => {
        const token = newToken();
        known.set(token, claims);
        return token;
      },
      verifiedClaims: async (_server, token) => known.get(token),
    };
  };

const withClaims =
  (change: (claims: JWTPayload, grant: Grant) => JWTPayload): Bend =>
  (policy) => ({
    accessTokenClaims: (server, grant, tokenId) =>
      change(policy.accessTokenClaims(server, grant, tokenId), grant),
  });

/** What RFC 9068 asks for, besides the scope, which a grant alone does not know. */
const profiled = (claims: JWTPayload, { clientId }: Grant): JWTPayload => ({
  ...claims,
  iss: 'https://issuer.example/realms/sandbox',
  aud: ['https://api.example', 'account'],
  client_id: clientId,
});

const signedWith =
  (generate: () => ReturnType<typeof generateKeyPairSync>, header: JWTHeaderParameters): Bend =>
  (policy) => {
    const { privateKey, publicKey } = generate();
    return {
      ...withClaims(profiled)(policy),
      signAccessToken: (_server, claims) => new SignJWT(claims).setProtectedHeader(header).sign(privateKey),
      verifiedClaims: async (_server, token) => {
        try {
          return (await jwtVerify(token, publicKey, { algorithms: [header.alg] })).payload;
        } catch {
          return undefined;
        }
      },
    };
  };

/** Signs without the claim `jti` and remembers the record's id beside the token. */
const withoutTokenId: Bend = (policy) => {
  const ids = new Map<string, string>();
  return {
    signAccessToken: async (server, { jti, ...claims }) => {
      const token = await policy.signAccessToken(server, claims);
      ids.set(token, jti ?? '');
      return token;
    },
    verifiedClaims: async (server, token) => {
      const claims = await policy.verifiedClaims(server, token);
      const jti = ids.get(token);
      return claims && jti !== undefined ? { ...claims, jti } : undefined;
    },
  };
};

interface Reusable {
  readonly token: string;
  readonly record: AccessTokenRecord;
  readonly expiresAt: number;
}

/** The latest token of a user, client and scope is handed out again while it lives; a refresh brings a new one. */
const reused: Bend = (policy) => {
  const latest = new Map<string, Reusable>();
  const remaining = new Map<string, number>();
  const left = ({ expiresAt }: Reusable): number => Math.floor((expiresAt - Date.now()) / 1000);
  const issueNew = async (server: Server, key: string, grant: Grant, scope: readonly string[]) => {
    const expiresAt = Date.now() + server.accessTokenSeconds * 1000;
    const token = await policy.issueAccessToken(server, grant, scope);
    const record = server.tokens.access.get((await server.policy.verifiedClaims(server, token))?.jti ?? '');
    if (record) latest.set(key, { token, record, expiresAt });
    return token;
  };
  const ownerOf = ({ clientId, tenant, username }: Grant) => JSON.stringify([clientId, tenant, username]);
  const keyOf = (grant: Grant, scope: readonly string[]) => `${ownerOf(grant)} ${scope.join(' ')}`;
  const renewing = new WeakSet<Grant>();
  return {
    rotate: (server, record, token) => {
      renewing.add(record.grant);
      return policy.rotate(server, record, token);
    },
    issueAccessToken: async (server, grant, scope) => {
      const key = keyOf(grant, scope);
      const known = latest.get(key);
      const isNew =
        renewing.has(grant) || !known || server.policy.isRevoked(known.record) || left(known) < 60;
      const token = isNew ? await issueNew(server, key, grant, scope) : known.token;
      const current = latest.get(key);
      if (current) remaining.set(token, left(current));
      return token;
    },
    // What several logins share ends with any of them (RFC 7009 section 2.1).
    revokeGrant: (ended) => {
      policy.revokeGrant(ended);
      for (const [key, { record }] of latest)
        if (key.startsWith(`${ownerOf(ended.grant)} `)) record.revoked = true;
    },
    successMembers: (server, issued) => ({
      ...policy.successMembers(server, issued),
      expires_in: remaining.get(issued.accessToken) ?? server.accessTokenSeconds,
    }),
  };
};

export const tokenVariations: readonly Variation[] = [
  {
    id: 'token-opaque',
    sentence: 'Access tokens are random strings that say nothing to anybody else.',
    allowedBy: `${anyFormat}; never_fail_on: opaque access tokens`,
    bend: opaque(() => randomBytes(32).toString('base64url')),
  },
  {
    id: 'token-opaque-padded',
    sentence: 'Access tokens are random strings with the characters of Base64 and a prefix.',
    allowedBy: 'RFC 6750 section 2.1: b64token',
    bend: opaque(() => `sb_at~v1.${randomBytes(40).toString('base64')}`),
  },
  {
    id: 'token-uuid',
    sentence: 'Access tokens are two UUIDs.',
    allowedBy: anyFormat,
    bend: opaque(() => `${randomUUID()}${randomUUID()}`),
  },
  {
    id: 'token-rs256',
    sentence: 'Access tokens follow RFC 9068 and are signed with RS256 and a key identifier.',
    allowedBy: 'RFC 9068 section 2.1',
    bend: signedWith(() => generateKeyPairSync('rsa', { modulusLength: 2048 }), {
      alg: 'RS256',
      typ: 'at+jwt',
      kid: 'r1',
    }),
  },
  {
    id: 'token-ed25519',
    sentence: 'Access tokens are signed with EdDSA.',
    allowedBy: 'RFC 8037 section 3.1',
    bend: signedWith(() => generateKeyPairSync('ed25519'), { alg: 'EdDSA', typ: 'application/at+jwt' }),
  },
  {
    id: 'token-many-claims',
    sentence: 'Access tokens carry nested claims, roles and an authorised party, some 3 kB of them.',
    allowedBy: 'RFC 7519 section 4.3: private claims',
    bend: withClaims((claims, { clientId }) => ({
      ...claims,
      iss: 'http://issuer.example:8080/auth',
      aud: 'account',
      azp: clientId,
      typ: 'Bearer',
      acr: '1',
      nbf: claims.iat ?? 0,
      auth_time: claims.iat,
      session_state: randomUUID(),
      realm_access: { roles: Array.from({ length: 100 }, (_, at) => `role-number-${at}`) },
      resource_access: { account: { roles: ['view-profile'] } },
      name: 'Åsa Grönlund',
    })),
  },
  {
    id: 'token-names-scope',
    sentence: 'Access tokens name their scope, as a list.',
    allowedBy: 'RFC 7519 section 4.3: private claims, such as scp',
    bend: (policy) => ({
      issueAccessToken: (server, grant, scope) => {
        const tokenId = policy.newTokenId();
        server.tokens.access.set(tokenId, { grant, scope, revoked: false });
        const claims = server.policy.accessTokenClaims(server, grant, tokenId);
        return Promise.resolve(server.policy.signAccessToken(server, { ...claims, scp: [...scope] }));
      },
    }),
  },
  {
    id: 'token-encrypted',
    sentence: 'Access tokens are encrypted JWTs, which only the resource can read.',
    allowedBy: 'RFC 7519 section 3: a JWT may be a JWE; RFC 9068 section 2.1',
    bend: () => {
      const key = randomBytes(32);
      return {
        signAccessToken: (_server, claims) =>
          new EncryptJWT(claims).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key),
        verifiedClaims: async (_server, token) => {
          try {
            return (await jwtDecrypt(token, key)).payload;
          } catch {
            return undefined;
          }
        },
      };
    },
  },
  {
    id: 'token-of-three-parts',
    sentence: 'Access tokens look like JWTs and are none: three parts with dots between them.',
    allowedBy: anyFormat,
    bend: opaque(() => `v4.public.${randomBytes(96).toString('base64url')}`),
  },
  {
    id: 'token-dates-fractional',
    sentence: 'The times in access tokens have milliseconds.',
    allowedBy: 'RFC 7519 section 2, NumericDate: "non-integer values can be represented"',
    bend: together(
      withClaims((claims) => ({
        ...claims,
        iat: (claims.iat ?? 0) + 0.25,
        exp: (claims.exp ?? 0) + 0.25,
      })),
      // RFC 7662 section 2.2 wants integers there.
      (policy) => ({
        activeMembers: (live) => {
          const { iat = 0, exp = 0 } = live.claims;
          return { ...policy.activeMembers(live), iat: Math.floor(iat), exp: Math.floor(exp) };
        },
      }),
    ),
  },
  {
    id: 'token-without-jti',
    sentence: 'Access tokens have no jti, so that two of one second are equal.',
    allowedBy: 'RFC 7519 section 4.1.7: "Use of this claim is OPTIONAL."',
    bend: withoutTokenId,
  },
  {
    id: 'token-handed-out-again',
    sentence:
      'A second login gets the token of the first one while it lives, with what is left of its lifetime.',
    allowedBy: 'RFC 6749 section 5.1 asks for an access token, not for a new one',
    bend: reused,
  },
];
