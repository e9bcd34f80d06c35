/** The key that signs a client's assertions (RFC 7523 section 2.2): PEM or JWK, looked at before anything is sent. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Complaint, Reader } from './setting-values.js';

/** The algorithms of RFC 7518 section 3.1 and RFC 8037 that client assertions are signed with. */
export const assertionAlgorithms = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'] as const),
] as const;

export type AssertionAlgorithm = (typeof assertionAlgorithms)[number];

export interface SigningKey {
  readonly key: KeyObject;
  /** Those that the key can be used with, the usual one first. */
  readonly algorithms: readonly AssertionAlgorithm[];
  /** Of a JWK. */
  readonly kid: string | undefined;
  /** What must never be shown. */
  readonly secrets: readonly string[];
}

/** A JWK Set or a key has its place in a file of this size. */
const fileLimit = 1024 * 1024;

const instead = 'the path of a file with the private key of the client: PEM, or a JWK';

const curves: Readonly<Record<string, AssertionAlgorithm>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

function algorithmsOf(key: KeyObject): readonly AssertionAlgorithm[] {
  const { asymmetricKeyType, asymmetricKeyDetails } = key;
  if (asymmetricKeyType === 'rsa') return ['RS256', 'PS256', 'RS384', 'RS512', 'PS384', 'PS512'];
  if (asymmetricKeyType === 'ed25519') return ['EdDSA'];
  const curve = curves[asymmetricKeyDetails?.namedCurve ?? ''];
  return asymmetricKeyType === 'ec' && curve ? [curve] : [];
}

function textOf(given: string): string | Complaint {
  if (given.startsWith('{')) return given;
  if (given.includes('-----BEGIN')) return { wrong: 'is the text of a PEM file and not its path', instead };
  try {
    if (!statSync(given).isFile()) return { wrong: 'names something that is no file', instead };
    if (statSync(given).size > fileLimit) return { wrong: `names ${given}, which is too large`, instead };
    return readFileSync(given, 'utf8');
  } catch (problem) {
    return { wrong: `names no file that can be read (${(problem as NodeJS.ErrnoException).code})`, instead };
  }
}

function jwkOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(text: string, jwk: Record<string, unknown> | undefined): KeyObject | Complaint {
  if (jwk && Array.isArray(jwk.keys))
    return { wrong: 'holds a set of keys', instead: 'one JWK of the set: the private key of the client' };
  if (jwk && typeof jwk.d !== 'string') return { wrong: 'holds a JWK without its private part (d)', instead };
  if (/-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text))
    return { wrong: 'holds an encrypted key', instead: 'the key without a passphrase' };
  try {
    return jwk ? createPrivateKey({ key: jwk, format: 'jwk' }) : createPrivateKey(text);
  } catch {
    return { wrong: 'holds no private key that can be read', instead };
  }
}

/** The path of a PEM or JWK file, or the JWK itself. */
export const signingKey: Reader<SigningKey> = (given) => {
  const text = textOf(given);
  if (typeof text !== 'string') return text;
  const jwk = text.trimStart().startsWith('{') ? jwkOf(text) : undefined;
  const key = keyOf(text, jwk);
  if ('wrong' in key) return key;
  const possible = algorithmsOf(key);
  const own = possible.find((algorithm) => algorithm === jwk?.alg);
  if (possible.length === 0 || (jwk?.alg !== undefined && own === undefined))
    return {
      wrong: 'holds a key that signs by none of the algorithms for client assertions',
      instead: 'a key for RSA, for EC with P-256, P-384 or P-521, or Ed25519',
    };
  return {
    value: {
      key,
      algorithms: own ? [own, ...possible.filter((algorithm) => algorithm !== own)] : possible,
      kid: typeof jwk?.kid === 'string' ? jwk.kid : undefined,
      secrets: jwk
        ? ['d', 'p', 'q', 'dp', 'dq', 'qi'].flatMap((name) =>
            typeof jwk[name] === 'string' ? [jwk[name]] : [],
          )
        : [text.trim()],
    },
  };
};
