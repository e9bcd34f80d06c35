/** Tokens of clients, the keys that verify them, and metadata: RFC 9068, RFC 7517, RFC 8414. */
import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Members } from '../decisions/answers.js';
import { Refusal } from '../refusal.js';
import { forServices } from '../run-conditions.js';
import { type Bend, replacing, together, type Variation } from './variation.js';

/** Signs the tokens of clients with a key of its own, which is published under an id. */
const signing =
  (alg: string, generate: () => { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): Bend =>
  (policy) => {
    const key = { kid: `${alg}-2026`, alg, ...generate() };
    return {
      publishedKeys: (server) => policy.publishedKeys({ ...server, publishedKey: key }),
      signClientToken: (server, claims) =>
        new SignJWT(claims).setProtectedHeader(server.policy.clientTokenHeader(key)).sign(key.privateKey),
      verifiedClientClaims: async (_server, token) =>
        (await jwtVerify(token, key.publicKey, { algorithms: [alg] })).payload,
    };
  };

/** Another key of the set, which signs nothing at the moment. */
function spareKey(kid: string): JWK {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...(publicKey.export({ format: 'jwk' }) as JWK), kid, alg: 'ES256', use: 'sig' };
}

const opaqueForClients: Bend = (policy) => {
  const known = new Map<string, JWTPayload>();
  return {
    signClientToken: (_server, claims) => {
      const token = randomBytes(32).toString('base64url');
      known.set(token, claims);
      return token;
    },
    verifiedClaims: async (server, token) => known.get(token) ?? policy.verifiedClaims(server, token),
  };
};

const byHmac: Bend = () => {
  const key = createSecretKey(randomBytes(64));
  return {
    signClientToken: (_server, claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(key),
    verifiedClientClaims: async (_server, token) =>
      (await jwtVerify(token, key, { algorithms: ['HS256'] })).payload,
  };
};

const saying =
  (change: (members: Members) => Members): Bend =>
  (policy) => ({
    metadataMembers: (server) => {
      const members = policy.metadataMembers(server);
      return { ...members, ...change(members) };
    },
  });

export const publishedVariations: readonly Variation[] = [
  {
    id: 'client-token-rs256',
    run: forServices,
    sentence: 'Tokens of clients are signed with RS256, by a published key with an id.',
    allowedBy: 'RFC 9068 section 2.1: "the use of RS256 … MUST be supported"',
    bend: signing('RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })),
  },
  {
    id: 'client-token-ps256',
    run: forServices,
    sentence: 'Tokens of clients are signed with PS256, by a published key with an id.',
    allowedBy: 'RFC 7518 section 3.5',
    bend: signing('PS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })),
  },
  {
    id: 'client-token-es384',
    run: forServices,
    sentence: 'Tokens of clients are signed with ES384, by a published key with an id.',
    allowedBy: 'RFC 7518 section 3.4',
    bend: signing('ES384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })),
  },
  {
    id: 'client-token-eddsa',
    run: forServices,
    sentence: 'Tokens of clients are signed with EdDSA, by a published key with an id.',
    allowedBy: 'RFC 8037 section 3.1',
    bend: signing('EdDSA', () => generateKeyPairSync('ed25519')),
  },
  {
    id: 'client-token-without-key-id',
    run: forServices,
    sentence: 'Tokens of clients name no key, and the key set has two.',
    allowedBy: 'RFC 7515 section 4.1.4: "Use of this Header Parameter is OPTIONAL."',
    bend: together(
      (policy) => ({
        clientTokenHeader: (key) => {
          const { kid: _, ...header } = policy.clientTokenHeader(key);
          return header;
        },
      }),
      (policy) => {
        const spare = spareKey('spare');
        return { publishedKeys: (server) => [spare, ...policy.publishedKeys(server)] };
      },
    ),
  },
  {
    id: 'client-token-hs256',
    run: forServices,
    sentence: 'Tokens of clients are signed with a key that only the server and its resources have.',
    allowedBy: 'RFC 7518 section 3.2; no published key can verify them',
    bend: byHmac,
  },
  {
    id: 'client-token-opaque',
    run: forServices,
    sentence: 'Tokens of clients are random strings, which introspection explains.',
    allowedBy: 'RFC 6749 section 1.4; RFC 7662 section 1',
    bend: opaqueForClients,
  },
  {
    id: 'key-set-in-rotation',
    run: forServices,
    sentence: 'The key set holds the last key and the next one as well, and one for encryption.',
    allowedBy: 'RFC 7517 section 5; RFC 8414 section 2, jwks_uri: signing and encryption keys',
    bend: (policy) => {
      const keys = [spareKey('last'), spareKey('next'), { ...spareKey('enc'), use: 'enc', alg: 'ECDH-ES' }];
      return { publishedKeys: (server) => [...keys, ...policy.publishedKeys(server)] };
    },
  },
  {
    id: 'metadata-extra-members',
    run: forServices,
    sentence: 'The metadata says more: flags, documentation, aliases, response types without elements.',
    allowedBy: 'RFC 8414 section 2: "Additional authorization server metadata parameters MAY also be used"',
    bend: saying(({ issuer }) => ({
      response_types_supported: [],
      service_documentation: `${issuer}/docs`,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: false,
      request_parameter_supported: false,
      mtls_endpoint_aliases: { token_endpoint: 'https://mtls.example/oauth/token' },
      vendor_features: { beta: [] },
    })),
  },
  {
    id: 'metadata-of-a-code-grant',
    run: forServices,
    sentence: 'The metadata announces the code grant for other clients, with PKCE and its keys.',
    allowedBy: 'RFC 8414 section 2; RFC 9700 section 2.1.1',
    bend: together(
      saying(({ issuer, token_endpoint_auth_methods_supported: methods }) => ({
        authorization_endpoint: `${issuer}/oauth/authorize`,
        response_types_supported: ['code'],
        grant_types_supported: ['password', 'refresh_token', 'client_credentials', 'authorization_code'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: [...(methods as string[]), 'private_key_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['PS256', 'ES256'],
      })),
      (policy) => ({
        grantType: (server, parameters) => {
          if (parameters.get('grant_type') === 'authorization_code')
            throw new Refusal('unauthorized_client', 'The client may not use this grant type');
          return policy.grantType(server, parameters);
        },
      }),
    ),
  },
  {
    id: 'metadata-kept-by-caches',
    run: forServices,
    sentence: 'The metadata may be kept for an hour, and is labelled with a charset.',
    allowedBy: 'RFC 8414 section 3.2; RFC 8259 section 11; caching is left to HTTP',
    bend: (policy) => ({
      metadataEndpoint: async (server, request) => {
        const response = await policy.metadataEndpoint(server, request);
        const kept = replacing('Cache-Control', ['Cache-Control', 'public, max-age=3600'])(response.headers);
        const headers = replacing('Content-Type', ['Content-Type', 'application/json; charset=utf-8'])(kept);
        return { ...response, headers: headers.filter(([name]) => name !== 'Pragma') };
      },
    }),
  },
  {
    id: 'issuer-with-slash',
    run: forServices,
    sentence: 'The issuer ends with a slash, in the metadata and in tokens alike.',
    allowedBy: 'RFC 8414 section 3.1: "any terminating "/" MUST be removed" to build the URL',
    bend: (policy) => ({ issuer: (server) => `${policy.issuer(server)}/` }),
  },
  {
    id: 'introspection-foreign-refused',
    sentence: 'A client that asks about the token of another one is refused with 403.',
    allowedBy: 'RFC 7662 section 2.3 leaves it to the server how it refuses a caller that may not ask',
    bend: (policy) => ({
      mayIntrospect: (client, owner) => {
        if (policy.mayIntrospect(client, owner)) return true;
        throw new Refusal('access_denied', 'The client may not ask about this token', { status: 403 });
      },
    }),
  },
  {
    id: 'introspection-of-refresh-tokens',
    sentence: 'Introspection knows refresh tokens, too, and says no type of them.',
    allowedBy: 'RFC 7662 section 2.1: "the token … may be … a refresh token"',
    bend: (policy) => ({
      inactiveMembers: async (server, token) => {
        const record = policy.findRefreshToken(server, token);
        return record && !record.used && !record.grant.revoked
          ? { active: true, client_id: record.grant.clientId, sub: record.grant.username }
          : policy.inactiveMembers(server, token);
      },
    }),
  },
];
