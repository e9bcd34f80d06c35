/** Client assertions: JWTs by which a client proves who it is (RFC 7523 section 2.2, OpenID Connect Core section 9). */
import { constants, createHmac, randomUUID, sign } from 'node:crypto';
import type { AssertionChange } from '../scenarios/scenario.js';
import type { AssertionSettings } from '../settings/settings.js';
import type { AssertionAlgorithm } from '../settings/signing-key.js';

/** The value of client_assertion_type (RFC 7523 section 2.2). */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds that an assertion is valid: longer than a request waits for its turn, and within what servers take. */
const lifetime = 300;

export interface Signer {
  readonly algorithm: AssertionAlgorithm;
  readonly kid: string | undefined;
  sign(input: string): Buffer;
}

/** With the private key of the client. `undefined`: none is configured. */
export function privateKeySigner({ key, algorithm }: AssertionSettings): Signer | undefined {
  if (!key) return undefined;
  const chosen = algorithm !== undefined && !algorithm.startsWith('HS') ? algorithm : key.algorithms[0];
  if (chosen === undefined) return undefined;
  const hash = chosen === 'EdDSA' ? null : `sha${chosen.slice(2)}`;
  const pss = chosen.startsWith('PS')
    ? {
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }
    : {};
  return {
    algorithm: chosen,
    kid: key.kid,
    sign: (input) => sign(hash, Buffer.from(input), { key: key.key, dsaEncoding: 'ieee-p1363', ...pss }),
  };
}

/** With the secret of the client (client_secret_jwt). */
export function secretSigner({ algorithm }: AssertionSettings, secret: string): Signer {
  const chosen = algorithm?.startsWith('HS') ? algorithm : 'HS256';
  return {
    algorithm: chosen,
    kid: undefined,
    sign: (input) =>
      createHmac(`sha${chosen.slice(2)}`, secret)
        .update(input)
        .digest(),
  };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An assertion of this client, valid once and for a few minutes, but for what the change says. */
export function clientAssertion(
  { algorithm, kid, sign: signed }: Signer,
  client: { readonly id: string; readonly audience: string },
  { claims = {}, signature }: AssertionChange = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const header = part({ alg: signature === 'none' ? 'none' : algorithm, typ: 'JWT', kid });
  const payload = part({
    iss: client.id,
    sub: client.id,
    aud: client.audience,
    jti: randomUUID(),
    iat: now,
    exp: now + lifetime,
    ...claims,
  });
  const input = `${header}.${payload}`;
  if (signature === 'none') return `${input}.`;
  const bytes = signed(input);
  // In the middle: what a lenient decoder drops at the end would change nothing.
  if (signature === 'broken') bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  return `${input}.${bytes.toString('base64url')}`;
}
