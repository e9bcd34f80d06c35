/** Certificates of the sandbox, made at start and gone at its end: an authority, the server's, and one for clients. */
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

/** PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

type KeyType = 'ecdsa' | 'rsa';

interface CertificateOptions {
  readonly names: readonly string[];
  readonly keyType: KeyType;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  server(options: CertificateOptions): Promise<KeyPair>;
  client(name: string): Promise<KeyPair>;
}

const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
} as const;

const day = 24 * 3600 * 1000;

export const daysFromNow = (days: number): Date => new Date(Date.now() + days * day);

const newKeys = (type: KeyType) =>
  webcrypto.subtle.generateKey(algorithms[type], true, [
    'sign',
    'verify',
  ]) as Promise<webcrypto.CryptoKeyPair>;

async function pemOfKey({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');
}

/** An authority of its own, trusted by nobody until told. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await newKeys('ecdsa');
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: daysFromNow(-400),
    notAfter: daysFromNow(400),
    signingAlgorithm: algorithms.ecdsa,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });

  async function issue(
    subject: string,
    { names, keyType, notBefore, notAfter }: CertificateOptions,
    usage: x509.ExtendedKeyUsage,
  ): Promise<KeyPair> {
    const own = await newKeys(keyType);
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${subject}`,
      issuer: root.subject,
      notBefore,
      notAfter,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithms.ecdsa,
      publicKey: own.publicKey,
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
          true,
        ),
        new x509.ExtendedKeyUsageExtension([usage]),
        await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ...(names.length > 0
          ? [
              new x509.SubjectAlternativeNameExtension(
                names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
              ),
            ]
          : []),
      ],
    });
    return { certificate: certificate.toString('pem'), key: await pemOfKey(own) };
  }

  return {
    certificate: root.toString('pem'),
    server: (options) => issue(options.names[0] ?? 'server', options, x509.ExtendedKeyUsage.serverAuth),
    client: (subject) =>
      issue(
        subject,
        { names: [], keyType: 'ecdsa', notBefore: daysFromNow(-1), notAfter: daysFromNow(30) },
        x509.ExtendedKeyUsage.clientAuth,
      ),
  };
}
