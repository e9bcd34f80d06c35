/**
 * The published key set (RFC 7517), and verifying a JWS with it. Judging is synchronous and jose is not: the primitives are
 * those of Node, and the table below is all that RFC 7518 section 3 and RFC 8037 add to them.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isJsonObject, type JsonObject, member } from '../http/answer.js';
import type { Observation } from '../http/observation.js';

/** The keys of a key set; `undefined` when the response holds none (another status, no JSON, no array `keys`). */
export function keysOf(published: Observation | undefined): JsonObject[] | undefined {
  const { response } = published ?? {};
  if (response?.status !== 200) return undefined;
  const keys = member(response, 'keys');
  return Array.isArray(keys) && keys.every(isJsonObject) ? keys : undefined;
}

interface Algorithm {
  readonly kty: string;
  /** `null`: the key says it (EdDSA). */
  readonly hash: string | null;
  readonly options?: {
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: 'ieee-p1363';
  };
  /** RFC 7518 section 3.4: the curve belongs to the algorithm. */
  readonly crv?: readonly string[];
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const ecdsa = { dsaEncoding: 'ieee-p1363' } as const;
const edwards = { kty: 'OKP', hash: null, crv: ['Ed25519', 'Ed448'] } as const;

const algorithms: Readonly<Record<string, Algorithm>> = {
  RS256: { kty: 'RSA', hash: 'sha256' },
  RS384: { kty: 'RSA', hash: 'sha384' },
  RS512: { kty: 'RSA', hash: 'sha512' },
  PS256: { kty: 'RSA', hash: 'sha256', options: pss },
  PS384: { kty: 'RSA', hash: 'sha384', options: pss },
  PS512: { kty: 'RSA', hash: 'sha512', options: pss },
  ES256: { kty: 'EC', hash: 'sha256', options: ecdsa, crv: ['P-256'] },
  ES384: { kty: 'EC', hash: 'sha384', options: ecdsa, crv: ['P-384'] },
  ES512: { kty: 'EC', hash: 'sha512', options: ecdsa, crv: ['P-521'] },
  ES256K: { kty: 'EC', hash: 'sha256', options: ecdsa, crv: ['secp256k1'] },
  EdDSA: edwards,
  Ed25519: { ...edwards, crv: ['Ed25519'] },
  Ed448: { ...edwards, crv: ['Ed448'] },
};

/** True for the algorithms whose signatures a published key verifies and that are known here. */
export function isPublicKeyAlgorithm(alg: unknown): alg is string {
  return typeof alg === 'string' && Object.hasOwn(algorithms, alg);
}

/** The keys that may verify a signature of this algorithm (RFC 7517 sections 4.1 to 4.4). */
export function suitableKeys(keys: readonly JsonObject[], alg: string): JsonObject[] {
  const { kty, crv } = algorithms[alg] as Algorithm;
  return keys.filter(
    (key) =>
      key.kty === kty &&
      (crv === undefined || crv.includes(String(key.crv))) &&
      (key.use === undefined || key.use === 'sig') &&
      (key.alg === undefined || key.alg === alg || (kty === 'OKP' && isPublicKeyAlgorithm(key.alg))),
  );
}

function publicKey(jwk: JsonObject): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** True when the key verifies the JWS in compact serialisation (RFC 7515 section 5.2). */
export function isSignedBy(jwk: JsonObject, token: string, alg: string): boolean {
  const key = publicKey(jwk);
  const [header = '', payload = '', signature = ''] = token.split('.');
  if (!key) return false;
  const { hash, options } = algorithms[alg] as Algorithm;
  try {
    const signed = Buffer.from(`${header}.${payload}`);
    return verify(hash, signed, { key, ...options }, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
