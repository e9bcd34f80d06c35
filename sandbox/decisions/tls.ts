/** How the server is reached over TLS: RFC 9325 (BCP 195), RFC 6749 sections 3.2 and 10.9. */
import type { SecureVersion } from 'node:tls';
import type { Field, IncomingRequest, OutgoingResponse } from '../model.js';

/** `localhost` and both loopback addresses: whatever the sandbox is called by, and no more than that. */
export function certificateNames(host: string): readonly string[] {
  return [...new Set(['localhost', host, '127.0.0.1', '::1'])];
}

/** Days from now. */
export function certificateDays(): { readonly from: number; readonly to: number } {
  return { from: -1, to: 30 };
}

/** `own`: of the authority that clients are told to trust. */
export function certificateIssuer(): 'own' | 'another' {
  return 'own';
}

export function certificateKey(): 'ecdsa' | 'rsa' {
  return 'ecdsa';
}

export function tlsVersions(): { readonly oldest: SecureVersion; readonly newest: SecureVersion } {
  return { oldest: 'TLSv1.2', newest: 'TLSv1.3' };
}

/** In OpenSSL's words: for TLS 1.2 what RFC 9325 section 4.2 recommends, with every key of the server's. */
export function tlsCiphers(): string {
  return 'ECDHE+AESGCM:ECDHE+CHACHA20';
}

/** A request that came without TLS; `served`: as if it had; `undefined`: the connection is closed without an answer. */
export function answerWithoutTls(
  _secureUrl: string,
  _request: IncomingRequest,
): OutgoingResponse | 'served' | undefined {
  return undefined;
}

/** RFC 6797: over TLS only (section 7.2). */
export function strictTransportSecurity(): Field[] {
  return [['Strict-Transport-Security', 'max-age=63072000; includeSubDomains']];
}
