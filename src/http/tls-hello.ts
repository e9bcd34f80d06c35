/**
 * The first flight of a TLS handshake, byte by byte (RFC 5246 section 7.4): a ClientHello of any old version and any
 * suites, and what the server makes of it. A TLS library of today offers neither; the choice of the server is in the
 * clear, so none is needed to see it.
 */
import { randomBytes } from 'node:crypto';
import { cipherSuites, suiteName } from './cipher-suites.js';
import { serverName } from './connection-options.js';
import type { OldTlsVersion } from './observation.js';

const versionNumbers: Readonly<Record<OldTlsVersion, number>> = {
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
};

const record = { alert: 21, handshake: 22 } as const;
const message = { clientHello: 1, serverHello: 2, serverHelloDone: 14 } as const;

function uint(size: 1 | 2 | 3, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/** The parts with their length before them. */
function sized(size: 1 | 2 | 3, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([uint(size, body.length), body]);
}

const extension = (type: number, body: Buffer): Buffer => Buffer.concat([uint(2, type), sized(2, body)]);

const words = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => uint(2, value)));

/** RSA-PSS, RSA PKCS#1, ECDSA and EdDSA, with every hash that a server may want, and DSA. */
const signatureAlgorithms = [
  ...[0x0804, 0x0805, 0x0806, 0x0807, 0x0808, 0x0401, 0x0501, 0x0601, 0x0403, 0x0503, 0x0603],
  ...[0x0201, 0x0203, 0x0402, 0x0202, 0x0101],
];

function extensions(hostname: string, version: OldTlsVersion): Buffer {
  const name = serverName(hostname);
  return sized(
    2,
    ...(name === ''
      ? []
      : [extension(0, sized(2, Buffer.concat([uint(1, 0), sized(2, Buffer.from(name, 'latin1'))])))]),
    // supported_groups: X25519, X448, P-256, P-384, P-521, ffdhe2048 to ffdhe4096.
    extension(10, sized(2, words(0x001d, 0x001e, 0x0017, 0x0018, 0x0019, 0x0100, 0x0101, 0x0102))),
    // ec_point_formats: uncompressed.
    extension(11, sized(1, uint(1, 0))),
    ...(version === 'TLSv1.2' ? [extension(13, sized(2, words(...signatureAlgorithms)))] : []),
    // extended_master_secret and renegotiation_info: there are servers that insist.
    extension(23, Buffer.alloc(0)),
    extension(0xff01, sized(1)),
  );
}

/** Throws for a suite that `cipherSuites` does not have. */
export function clientHello(hostname: string, version: OldTlsVersion, suites: readonly string[]): Buffer {
  const numbers = suites.map((suite) => {
    const number = cipherSuites[suite];
    if (number === undefined) throw new Error(`there is no cipher suite ${suite}`);
    return number;
  });
  const body = Buffer.concat([
    uint(2, versionNumbers[version]),
    randomBytes(32),
    sized(1),
    sized(2, words(...numbers)),
    sized(1, uint(1, 0)),
    extensions(hostname, version),
  ]);
  const hello = Buffer.concat([uint(1, message.clientHello), sized(3, body)]);
  // The version of the record is that of the oldest TLS: servers that look at it refuse others (appendix E.1).
  return Buffer.concat([uint(1, record.handshake), uint(2, 0x0301), sized(2, hello)]);
}

export type Reply =
  /** The server took the offer: its part of the key exchange is complete. */
  | { readonly kind: 'accepted'; readonly protocol: string; readonly cipher: string }
  /** RFC 5246 section 7.2. */
  | { readonly kind: 'alert'; readonly description: string }
  /** The bytes are no TLS. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'incomplete' };

/** Descriptions that answer a ClientHello; the others are shown by their number. */
const alerts: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  40: 'handshake_failure',
  47: 'illegal_parameter',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  112: 'unrecognized_name',
};

/** A warning about the server name does not end the handshake (RFC 6066 section 3). */
const warningLevel = 1;

const protocolNames: Readonly<Record<number, string>> = {
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
};

/** The offer of the server in a complete flight; `undefined` while the flight is not complete. */
function accepted(flight: Buffer): Reply | undefined {
  let choice: { readonly protocol: string; readonly cipher: string } | undefined;
  for (let at = 0; at + 4 <= flight.length; ) {
    const end = at + 4 + flight.readUIntBE(at + 1, 3);
    if (end > flight.length) return undefined;
    const body = flight.subarray(at + 4, end);
    const type = flight[at];
    if (type === message.serverHello) {
      const sessionLength = body[34] ?? 0;
      if (body.length < 38 + sessionLength) return { kind: 'malformed' };
      const version = body.readUInt16BE(0);
      choice = {
        protocol: protocolNames[version] ?? `0x${version.toString(16).padStart(4, '0')}`,
        cipher: suiteName(body.readUInt16BE(35 + sessionLength)),
      };
    }
    if (type === message.serverHelloDone)
      return choice ? { kind: 'accepted', ...choice } : { kind: 'malformed' };
    at = end;
  }
  return undefined;
}

/** What the server answered so far. */
export function readReply(bytes: Buffer): Reply {
  const flight: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const type = bytes[at];
    if ((type !== record.alert && type !== record.handshake) || (bytes[at + 1] ?? 3) !== 3)
      return { kind: 'malformed' };
    if (at + 5 > bytes.length) break;
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end > bytes.length) break;
    const body = bytes.subarray(at + 5, end);
    if (type === record.alert && body[0] !== warningLevel) {
      const number = body[1] ?? -1;
      return { kind: 'alert', description: alerts[number] ?? `alert ${number}` };
    }
    if (type === record.handshake) flight.push(body);
    at = end;
  }
  return accepted(Buffer.concat(flight)) ?? { kind: 'incomplete' };
}
