/** Verifying signatures with a published key set: against tokens that a maintained library signed. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { type JWK, SignJWT } from 'jose';
import { isPublicKeyAlgorithm, isSignedBy, suitableKeys } from '../../src/checks/key-set.js';

type Pair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

const rsa = (): Pair => generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = (namedCurve: string) => (): Pair => generateKeyPairSync('ec', { namedCurve });

const generators: Readonly<Record<string, () => Pair>> = {
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  PS256: rsa,
  PS384: rsa,
  PS512: rsa,
  ES256: ec('P-256'),
  ES384: ec('P-384'),
  ES512: ec('P-521'),
  EdDSA: () => generateKeyPairSync('ed25519'),
  Ed25519: () => generateKeyPairSync('ed25519'),
};

const jwkOf = ({ publicKey }: Pair): JWK => publicKey.export({ format: 'jwk' }) as JWK;

for (const [alg, generate] of Object.entries(generators))
  test(`${alg} is verified by its key, and by no other`, async () => {
    const [own, other] = [generate(), generate()];
    const token = await new SignJWT({ sub: 'alice' }).setProtectedHeader({ alg }).sign(own.privateKey);
    const keys = [{ ...jwkOf(own) }, { ...jwkOf(other) }];
    expect(isPublicKeyAlgorithm(alg)).toBe(true);
    expect(suitableKeys(keys, alg)).toHaveLength(2);
    expect(keys.map((key) => isSignedBy(key, token, alg))).toEqual([true, false]);
    const [header, , signature] = token.split('.');
    const changed = Buffer.from('{"sub":"mallory"}').toString('base64url');
    expect(isSignedBy(keys[0] ?? {}, `${header}.${changed}.${signature}`, alg)).toBe(false);
  });

test('a key of another type, curve, use or algorithm is not tried', () => {
  const key = { ...jwkOf(ec('P-256')()) };
  expect(suitableKeys([{ ...key, use: 'sig', alg: 'ES256' }], 'ES256')).toHaveLength(1);
  for (const unsuitable of [
    { ...jwkOf(rsa()) },
    { ...jwkOf(ec('P-384')()) },
    { ...key, use: 'enc' },
    { ...key, alg: 'ES384' },
  ])
    expect(suitableKeys([unsuitable], 'ES256')).toEqual([]);
});

test('what is no key verifies nothing', () => {
  for (const key of [{}, { kty: 'EC' }, { kty: 'RSA', n: '', e: '' }, { kty: 'OKP', crv: 'Ed25519', x: 7 }])
    expect(isSignedBy(key, 'a.b.c', 'ES256')).toBe(false);
  for (const alg of ['HS256', 'none', '', 'toString', undefined, 7])
    expect(isPublicKeyAlgorithm(alg)).toBe(false);
});
