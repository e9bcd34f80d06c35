/** Defects of the client credentials grant, of its tokens (RFC 9068) and of the keys that verify them. */
import { generateKeyPairSync } from 'node:crypto';
import type { JWK, JWTHeaderParameters, JWTPayload } from 'jose';
import type { Members } from '../decisions/answers.js';
import type { Policy } from '../policy.js';
import { Refusal } from '../refusal.js';
import { forServices } from '../run-conditions.js';
import { type Fault, inArea } from './fault.js';

type Bend = (policy: Policy) => Partial<Policy>;

/** Other claims; `undefined` takes one away. */
const claiming =
  (change: (claims: JWTPayload) => Members): Bend =>
  (policy) => ({
    clientTokenClaims: (...given) => {
      const claims = policy.clientTokenClaims(...given);
      return { ...claims, ...change(claims) };
    },
  });

const headed =
  (change: (header: JWTHeaderParameters) => JWTHeaderParameters): Bend =>
  (policy) => ({ clientTokenHeader: (key) => change(policy.clientTokenHeader(key)) });

const publishing =
  (change: (keys: readonly JWK[]) => readonly JWK[]): Bend =>
  (policy) => ({ publishedKeys: (server) => change(policy.publishedKeys(server)) });

/** A key of the same kind that signs nothing. */
function anotherKey(): JWK {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ format: 'jwk' }) as JWK;
}

const withType = (typ: string | undefined): Bend =>
  headed(({ typ: _, ...header }) => (typ === undefined ? header : { ...header, typ }));

const withPasswords: Fault['bend'] = (policy) => ({
  mayUse: (client, grantType) => grantType === 'password' || policy.mayUse(client, grantType),
});

export const clientCredentialsFaults: readonly Fault[] = inArea(
  'client-credentials',
  [
    {
      id: 'client-credentials-with-refresh-token',
      breaks: ['RFC6749-4.4.3-no-refresh-token'],
      sentence: 'The client credentials grant brings a refresh token like every other.',
      bend: (policy) => ({
        refreshTokenForClient: (server, grant) => policy.issueRefreshToken(server, grant),
      }),
    },
    {
      id: 'client-credentials-for-public-clients',
      breaks: ['RFC6749-4.4-client-credentials-confidential-only'],
      sentence: 'The id of a public client is enough for a token.',
      bend: (policy) => ({
        mayActForItself: () => true,
        mayUse: (client, grantType) => client.secretDigest === undefined || policy.mayUse(client, grantType),
      }),
    },
    {
      id: 'client-credentials-without-secret',
      breaks: ['RFC6749-4.4.2-client-auth'],
      sentence: 'A client that sends no secret gets a token.',
      bend: (policy) => ({
        isAuthenticated: (server, client, credentials) =>
          (client !== undefined && credentials.secret === undefined) ||
          policy.isAuthenticated(server, client, credentials),
      }),
    },
    {
      id: 'client-credentials-any-secret',
      breaks: ['RFC6749-4.4.2-client-auth'],
      sentence: 'A client gets a token whatever secret it sends.',
      bend: () => ({ secretMatches: (_server, client) => client !== undefined }),
    },
    {
      id: 'client-credentials-wrong-code',
      breaks: ['RFC6749-4.4.2-client-auth'],
      sentence: 'A client with a wrong secret is refused with invalid_grant.',
      bend: () => ({ clientRefusal: () => new Refusal('invalid_grant', 'Bad credentials') }),
    },
    {
      id: 'password-grant-left-on',
      breaks: ['FAPI2-5.3.2.1-2-reject-ropc'],
      sentence: 'The password grant is left on beside the one for services.',
      run: { ...forServices, profile: 'fapi2' },
      bend: withPasswords,
    },
    {
      id: 'password-grant-outlives-it',
      breaks: ['RFC9700-2.4-ropc-must-not-be-used'],
      sentence: 'Under OAuth 2.1 the password grant goes on, beside the one for services.',
      run: { ...forServices, profile: 'oauth21' },
      bend: withPasswords,
    },
    {
      id: 'key-set-stale',
      breaks: ['JWT-signature-verifies'],
      sentence: 'The key was rotated, and the key set still has the old one.',
      bend: (() => {
        const old = { ...anotherKey(), kid: 'retired' };
        return publishing(() => [old]);
      })(),
    },
    {
      id: 'key-set-other-key-under-the-id',
      breaks: ['JWT-signature-verifies'],
      sentence: 'The key set has another key under the id that tokens name.',
      bend: publishing((keys) => keys.map((key) => ({ ...key, ...anotherKey() }))),
    },
    {
      id: 'key-set-empty',
      breaks: ['JWT-signature-verifies'],
      sentence: 'The key set is empty.',
      bend: publishing(() => []),
    },
    {
      id: 'key-set-id-twice',
      breaks: ['JWT-signature-verifies'],
      sentence: 'Two keys of the key set have one id.',
      bend: publishing((keys) => [...keys, ...keys.map((key) => ({ ...key, ...anotherKey() }))]),
    },
    {
      id: 'key-set-with-private-key',
      breaks: ['JWT-signature-verifies'],
      sentence: 'The key set holds the private key.',
      bend: (policy) => ({
        publishedKeys: (server) => {
          const { d } = server.publishedKey.privateKey.export({ format: 'jwk' }) as { d: string };
          return policy.publishedKeys(server).map((key) => ({ ...key, d }));
        },
      }),
    },
    {
      id: 'key-set-missing',
      breaks: ['JWT-signature-verifies'],
      sentence: 'There is no key set where the metadata says.',
      bend: (policy) => ({
        jwksEndpoint: async () => {
          throw policy.notFound();
        },
      }),
    },
    {
      id: 'client-token-signature-changed',
      breaks: ['JWT-signature-verifies'],
      sentence: 'Something between signs the token anew: its claims are no longer what was signed.',
      bend: (policy) => ({
        signClientToken: async (server, claims) => {
          const [header, , signature] = (await policy.signClientToken(server, claims)).split('.');
          const changed = Buffer.from(JSON.stringify({ ...claims, tier: 'gold' })).toString('base64url');
          return [header, changed, signature].join('.');
        },
      }),
    },
    {
      id: 'client-token-of-unknown-key',
      breaks: ['JWT-signature-verifies'],
      sentence: 'The token names a key that is not in the key set.',
      bend: headed((header) => ({ ...header, kid: 'unheard-of' })),
    },
    {
      id: 'client-token-issuer-https',
      breaks: ['JWT-iss-matches-metadata'],
      sentence: 'The issuer of the token has another scheme than that of the metadata.',
      bend: claiming(({ iss }) => ({ iss: iss?.replace('http:', 'https:') })),
    },
    {
      id: 'client-token-issuer-with-slash',
      breaks: ['JWT-iss-matches-metadata'],
      sentence: 'The issuer of the token ends with a slash, that of the metadata does not.',
      bend: claiming(({ iss }) => ({ iss: `${iss}/` })),
    },
    {
      id: 'client-token-issuer-of-vendor',
      breaks: ['JWT-iss-matches-metadata'],
      sentence: 'The issuer of the token is a name and no URL.',
      bend: claiming(() => ({ iss: 'sandbox' })),
    },
    {
      id: 'client-token-without-type',
      breaks: ['RFC9068-2.1-typ-at-jwt'],
      sentence: 'The token does not say that it is an access token.',
      bend: withType(undefined),
    },
    {
      id: 'client-token-typed-jwt',
      breaks: ['RFC9068-2.1-typ-at-jwt'],
      sentence: 'The type of the token is JWT, like that of an ID token.',
      bend: withType('JWT'),
    },
    {
      id: 'client-token-typed-otherwise',
      breaks: ['RFC9068-2.1-typ-at-jwt'],
      sentence: 'The type of the token is that of a logout token.',
      bend: withType('logout+jwt'),
    },
    {
      id: 'client-token-without-client-id',
      breaks: ['RFC9068-2.2-required-claims'],
      sentence: 'The token does not name the client in client_id.',
      bend: claiming(({ client_id }) => ({ client_id: undefined, azp: client_id })),
    },
    {
      id: 'client-token-without-subject',
      breaks: ['RFC9068-2.2-required-claims'],
      sentence: 'The token has no subject, because there is no user.',
      bend: claiming(() => ({ sub: undefined })),
    },
    {
      id: 'client-token-without-issuer',
      breaks: ['RFC9068-2.2-required-claims'],
      sentence: 'The token does not say who issued it.',
      bend: claiming(() => ({ iss: undefined })),
    },
    {
      id: 'client-token-client-id-number',
      breaks: ['RFC9068-2.2-required-claims'],
      sentence: 'client_id of the token is a number.',
      bend: claiming(() => ({ client_id: 4711 })),
    },
    {
      id: 'client-token-without-audience',
      breaks: ['RFC8707-2-audience-restricted', 'RFC9068-2.2-required-claims'],
      sentence: 'The token is for no audience in particular.',
      bend: claiming(() => ({ aud: undefined })),
    },
    {
      id: 'client-token-for-the-client',
      breaks: ['RFC8707-2-audience-restricted'],
      sentence: 'The audience of the token is its client.',
      bend: claiming(({ client_id }) => ({ aud: String(client_id) })),
    },
    {
      id: 'client-token-for-everybody',
      breaks: ['RFC8707-2-audience-restricted'],
      sentence: 'The audience of the token is everybody.',
      bend: claiming(() => ({ aud: '*' })),
    },
  ],
  forServices,
);
