/** What a TLS connection of Node's says about itself. */
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { checkServerIdentity } from 'node:tls';
import type { CertificateFacts, TlsFacts } from './observation.js';

/** `CN=api.example, O=Example`; the certificate's own words, of any length. */
function nameOf(fields: PeerCertificate['subject'] | undefined): string {
  return Object.entries(fields ?? {})
    .map(([name, value]) => `${name}=${[value].flat().join('+')}`)
    .join(', ');
}

/** Node lists them as `DNS:api.example, IP Address:192.0.2.7`, with JSON quoting where a name needs it. */
function alternativeNames(text = ''): string[] {
  return [...text.matchAll(/(?:^|, )[\w ]+:("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, name = '']) => name);
}

function certificateFacts(socket: TLSSocket, hostname: string): CertificateFacts | undefined {
  const certificate = socket.getPeerCertificate();
  if (!certificate?.subject) return undefined;
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: alternativeNames(certificate.subjectaltname),
    validFrom: Date.parse(certificate.valid_from),
    validTo: Date.parse(certificate.valid_to),
    namesHost: checkServerIdentity(hostname, certificate) === undefined,
    distrusted: distrust(socket),
  };
}

/** Node also reports a wrong name here; that is `namesHost`. */
function distrust({ authorized, authorizationError }: TLSSocket): string | undefined {
  if (authorized) return undefined;
  const code = String(authorizationError ?? 'UNKNOWN');
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? undefined : code;
}

const known = new WeakMap<TLSSocket, TlsFacts>();

/** Of a connection whose handshake is complete; read once, however many requests go over it. */
export function tlsFacts(socket: TLSSocket, hostname: string): TlsFacts {
  const read = known.get(socket) ?? {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    certificate: certificateFacts(socket, hostname),
  };
  known.set(socket, read);
  return read;
}
