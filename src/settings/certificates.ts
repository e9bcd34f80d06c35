/** Certificates and keys from PEM files: looked at here, so that a wrong file is a wrong setting and not a failed handshake. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Complaint, Reader, Reading } from './setting-values.js';

/** More than any bundle of authorities holds. */
const fileLimit = 8 * 1024 * 1024;

const blocks = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

const isCertificate = (label: string): boolean => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label);
const isKey = (label: string): boolean => label.endsWith('PRIVATE KEY');

export interface PemFile {
  readonly text: string;
  readonly certificates: readonly string[];
  readonly keys: readonly string[];
}

/** A path is repeated only when it names a file: anything else may be a secret in the wrong place. */
function readPem(path: string, wanted: string): PemFile | Complaint {
  const instead = `the path of a PEM file with ${wanted}`;
  if (path.includes('-----BEGIN')) return { wrong: 'is the text of a PEM file and not its path', instead };
  try {
    if (!statSync(path).isFile()) return { wrong: 'names something that is no file', instead };
    if (statSync(path).size > fileLimit) return { wrong: `names ${path}, which is too large`, instead };
    const text = readFileSync(path, 'latin1');
    const found = [...text.matchAll(blocks)].map(([block, label = '']) => ({ block, label }));
    const matching = (of: (label: string) => boolean): string[] =>
      found.filter(({ label }) => of(label)).map(({ block }) => block);
    return { text, certificates: matching(isCertificate), keys: matching(isKey) };
  } catch (problem) {
    return { wrong: `names no file that can be read (${(problem as NodeJS.ErrnoException).code})`, instead };
  }
}

/** ASN.1 begins with a SEQUENCE. */
function unsuitable(path: string, { text, certificates, keys }: PemFile, wanted: string): Complaint {
  const isDer = text.charCodeAt(0) === 0x30 && text.charCodeAt(1) >= 0x80;
  const holds =
    keys.length > 0
      ? 'holds a private key and no certificate'
      : certificates.length > 0
        ? 'holds a certificate and no private key'
        : isDer
          ? 'is in the binary form (DER)'
          : 'holds nothing of the kind';
  return {
    wrong: `names ${path}, which ${holds}`,
    instead: `the path of a PEM file with ${wanted}${isDer ? `; openssl x509 -inform der -in ${path} makes one of a certificate` : ''}`,
  };
}

const day = (text: string): string => new Date(text).toISOString().slice(0, 10);

/** What is wrong with certificates that must be valid now; the first one is the one that counts. */
function problemOf(path: string, certificates: readonly string[], wanted: string): Complaint | undefined {
  let parsed: X509Certificate[];
  try {
    parsed = certificates.map((pem) => new X509Certificate(pem));
  } catch {
    return {
      wrong: `names ${path}, in which a certificate is damaged`,
      instead: `the path of a PEM file with ${wanted}`,
    };
  }
  const isOver = ({ validTo }: X509Certificate): boolean => Date.parse(validTo) < Date.now();
  const [first] = parsed;
  if (first && parsed.every(isOver))
    return {
      wrong: `names ${path}, whose certificate expired on ${day(first.validTo)}`,
      instead: `the path of a PEM file with ${wanted} that is valid today`,
    };
  return undefined;
}

function certificatesOf(wanted: string): Reader<PemFile> {
  return (path) => {
    const file = readPem(path, wanted);
    if ('wrong' in file) return file;
    if (file.certificates.length === 0) return unsuitable(path, file, wanted);
    return problemOf(path, file.certificates, wanted) ?? { value: file };
  };
}

/** Certificates of authorities, as one PEM text. */
export const authorities: Reader<string> = (path) => {
  const reading = certificatesOf('the certificate of an authority')(path);
  return 'wrong' in reading ? reading : { value: reading.value.certificates.join('\n') };
};

/** The client's own certificate; the file may hold the key, too. */
export const clientCertificate: Reader<PemFile> = (path) => certificatesOf('a client certificate')(path);

const wantedKey = 'the private key of the client certificate';

export const clientKey: Reader<PemFile> = (path) => {
  const file = readPem(path, wantedKey);
  if ('wrong' in file) return file;
  return file.keys.length === 0 ? unsuitable(path, file, wantedKey) : { value: file };
};

/** The key and what it opens with, checked against the certificate. `setting` is the one to be mended. */
export function matchingKey(
  { certificates }: PemFile,
  { keys: [key = ''] }: PemFile,
  passphrase: string | undefined,
): Reading<string> & { readonly setting?: 'key' | 'passphrase' } {
  const isEncrypted = /ENCRYPTED/.test(key);
  if (isEncrypted && passphrase === undefined)
    return {
      setting: 'passphrase',
      wrong: 'is not set, but the client key is encrypted',
      instead: 'the passphrase of the key',
    };
  let parsed: KeyObject;
  try {
    parsed = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    return isEncrypted
      ? { setting: 'passphrase', wrong: 'does not open the client key', instead: 'the passphrase of the key' }
      : {
          setting: 'key',
          wrong: 'names a file whose private key is damaged',
          instead: `the path of a PEM file with ${wantedKey}`,
        };
  }
  return new X509Certificate(certificates[0] ?? '').checkPrivateKey(parsed)
    ? { value: key }
    : {
        setting: 'key',
        wrong: 'names the private key of another certificate',
        instead: `the path of a PEM file with ${wantedKey}`,
      };
}
