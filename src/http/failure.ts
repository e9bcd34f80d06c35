/** What an error of Node's HTTP client says about the target. */
import type { TransportFailure, TransportFailureKind } from './observation.js';

/** How far the exchange had come when it failed. */
export interface Progress {
  readonly secure: boolean;
  readonly connected: boolean;
  /** The TLS handshake was completed. */
  readonly encrypted: boolean;
  /** Status line and header section were read. */
  readonly responded: boolean;
  /** Bytes of the response body. */
  readonly received: number;
}

/** What a proxy does is not the target's. */
export type TargetFailureKind = Exclude<TransportFailureKind, 'proxy'>;

const kinds: Readonly<Record<string, TargetFailureKind>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  EHOSTDOWN: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EAI_FAIL: 'unresolved',
  EAI_NODATA: 'unresolved',
  EAI_NONAME: 'unresolved',
  ETIMEDOUT: 'timeout',
};

export function kindOf(code: string, progress: Progress): TargetFailureKind {
  const known = kinds[code];
  if (known) return known;
  if (code.startsWith('HPE_')) return 'malformed';
  // OpenSSL, certificate checks and a connection that ends in the handshake have no code in common.
  if (progress.secure && progress.connected && !progress.encrypted) return 'tls';
  if (/^(ERR_SSL_|ERR_TLS_|CERT_)|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'tls';
  return /^(ECONNRESET|ECONNABORTED|EPIPE)$/.test(code) ? 'reset' : 'other';
}

/** Reached so far, as the end of a sentence. */
function stage({ secure, connected, encrypted, responded, received }: Progress): string {
  if (!connected) return 'before the connection was made';
  if (secure && !encrypted) return 'during the TLS handshake';
  if (!responded) return 'before a complete response header came';
  return `after ${received} bytes of the response body, which was not complete`;
}

function sentence(kind: TargetFailureKind, progress: Progress, timeout: number): string {
  switch (kind) {
    case 'refused':
      return 'refuses connections or cannot be reached';
    case 'unresolved':
      return 'has a host name that does not resolve';
    case 'timeout':
      return `sent no complete response within ${timeout} ms; time ran out ${stage(progress)}`;
    case 'reset':
      return `closed the connection ${stage(progress)}`;
    case 'tls':
      return 'does not offer a TLS connection that can be trusted';
    case 'malformed':
      return 'sent bytes that are not an HTTP response';
    case 'other':
      return `could not be asked: the exchange failed ${stage(progress)}`;
  }
}

/** Errors of Node's parser about the length of a body. */
const contradictoryLength = /^HPE_.*(CONTENT_LENGTH|TRANSFER_ENCODING|CHUNK)/;

/** Names of error codes are Node's and OpenSSL's; nothing the target sent gets into the sentence. */
export function failure(
  kind: TargetFailureKind,
  host: string,
  code: string,
  progress: Progress,
  timeout: number,
): TransportFailure {
  const known = /^\w{1,60}$/.test(code);
  const framing = kind === 'reset' ? progress.responded : contradictoryLength.test(code);
  return {
    kind,
    message: `${host} ${sentence(kind, progress, timeout)}${known ? ` (${code})` : ''}`,
    ...(known ? { code } : {}),
    ...(framing ? { framing } : {}),
    ...(kind === 'timeout' ? { connected: progress.connected } : {}),
  };
}
