/** The sandbox behind TLS: its certificates as files for clients, and one port that knows which protocol a client speaks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server as PlainServer } from 'node:http';
import type { Server as SecureServer, ServerOptions } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyPair } from './certificates.js';
import type { Policy } from './policy.js';

export interface TlsCredentials {
  /** PEM. */
  readonly authority: string;
  readonly server: KeyPair;
  /** `TOKEN_CA`, and the certificate of a client where it is to have one. */
  variables(withClient: boolean): Record<string, string>;
  remove(): void;
}

export async function tlsCredentials(policy: Policy, host: string): Promise<TlsCredentials> {
  // Loaded where TLS is wanted: most servers do without.
  const { createAuthority, daysFromNow } = await import('./certificates.js');
  const authority = await createAuthority('token-conformance sandbox');
  const issuer = policy.certificateIssuer() === 'own' ? authority : await createAuthority('somebody else');
  const { from, to } = policy.certificateDays();
  const server = await issuer.server({
    names: policy.certificateNames(host),
    keyType: policy.certificateKey(),
    notBefore: daysFromNow(from),
    notAfter: daysFromNow(to),
  });
  const client = await authority.client('token-conformance client');
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-sandbox-'));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  return {
    authority: authority.certificate,
    server,
    variables: (withClient) => ({
      TOKEN_CA: file('authority.pem', authority.certificate),
      ...(withClient
        ? {
            TOKEN_CLIENT_CERT: file('client.pem', client.certificate),
            TOKEN_CLIENT_KEY: file('client-key.pem', client.key),
          }
        : {}),
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function secureServerOptions(
  policy: Policy,
  { authority, server }: TlsCredentials,
  clientCertificate: boolean,
): ServerOptions {
  const { oldest, newest } = policy.tlsVersions();
  return {
    cert: server.certificate,
    key: server.key,
    minVersion: oldest,
    maxVersion: newest,
    ciphers: policy.tlsCiphers(),
    ...(clientCertificate ? { ca: authority, requestCert: true, rejectUnauthorized: true } : {}),
  };
}

/** The first byte of a TLS connection: a handshake record (RFC 8446 section 5.1). No method begins with it. */
const handshake = 0x16;

/** One port for both: a client that speaks plain http to a secure server is heard, and dealt with by the policy. */
export function bothProtocols(secure: SecureServer, plain: PlainServer): Server {
  return createServer((socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === handshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
}
