/**
 * One exchange with the target, as it was on the wire. It lives in memory only: it holds secrets. What is
 * kept or shown is its redacted form (`redaction.ts`).
 */

/** A header or form field. Order, case and repeats are those of the wire. */
export type Field = readonly [name: string, value: string];

/** Bytes that are sent as they stand, over a connection of their own. */
export interface Wire {
  readonly pieces: readonly {
    readonly bytes: Buffer;
    /** Before it is sent: for that long, or until an interim or a final response came. */
    readonly wait?: { readonly for?: 'interim' | 'response'; readonly milliseconds: number };
  }[];
  /** Requests that the bytes hold, as the client means them: as many responses are awaited. Default 1. */
  readonly requests?: number;
  /** Nothing more will be sent, and the server is told so: a request may remain incomplete. */
  readonly ends?: boolean;
  /** Whether the server closes the connection is waited for. */
  readonly awaitsClose?: boolean;
}
/** Protocol versions that are offered one at a time; Node speaks the newer ones by itself. */
export type OldTlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';

/** A TLS handshake for its own sake: nothing is sent over the connection. */
export type Handshake =
  /** As for any request, but what is wrong with the certificate is recorded instead of ending it. */
  | { readonly kind: 'inspect' }
  /** One version and some cipher suites, by their IANA names, whether or not the TLS library here knows them. */
  | { readonly kind: 'offer'; readonly version: OldTlsVersion; readonly suites: readonly string[] };

/** What the transport is told to send; nothing is added but what HTTP/1.1 framing needs. */
export interface OutgoingRequest {
  readonly method: string;
  /** Absolute http(s) URL; path and query are sent as they stand here. */
  readonly url: string;
  /** Sent in this order and case. `Host`, `Connection` and the framing of `body` are added when absent. */
  readonly headers: readonly Field[];
  /** `undefined`: no body and no Content-Length. An empty buffer is sent with `Content-Length: 0`. */
  readonly body: Buffer | undefined;
  /** Sent in place of all that, which then tells what the bytes are meant to say. */
  readonly wire?: Wire | undefined;
  /** In place of a request. Of the URL only scheme (https), host and port count. */
  readonly handshake?: Handshake | undefined;
}

/** What was in fact sent. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Field[];
  readonly body: Buffer;
  /** Every byte, where they were given; the other members then tell what they are meant to say. */
  readonly bytes?: Buffer;
  readonly handshake?: Handshake | undefined;
}

/** What a TLS handshake settled. */
export interface TlsFacts {
  /** `TLSv1.3`, `TLSv1.2`, …; `SSLv3`. */
  readonly protocol: string;
  /** IANA name of the cipher suite, or its number as `0x1234`. */
  readonly cipher: string;
  /** `undefined` where the handshake was not carried on so far. */
  readonly certificate: CertificateFacts | undefined;
}

/** The certificate of the server. Names are the target's words. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names, without their type: `api.example`, `192.0.2.7`. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch; `NaN` where it cannot be read. */
  readonly validFrom: number;
  readonly validTo: number;
  /** One of the names is the host that was asked for (RFC 9525). */
  readonly namesHost: boolean;
  /** OpenSSL's word for why the chain is not trusted (`CERT_HAS_EXPIRED`, …); `undefined`: it is. */
  readonly distrusted: string | undefined;
}

/** A response as it came: hostile until proved. `answer.ts` reads it. */
export interface ReceivedResponse {
  readonly status: number;
  readonly statusText: string;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
  readonly headers: readonly Field[];
  /** At most the transport's limit; `truncated` says when more came. */
  readonly body: Buffer;
  readonly truncated: boolean;
}

export type TransportFailureKind =
  | 'refused' // nobody listens
  | 'unresolved' // DNS
  | 'timeout' // no complete response within the deadline
  | 'reset' // connection closed before a complete response
  | 'tls'
  | 'proxy' // it is the proxy that did not lead to the target
  | 'malformed' // the bytes are not an HTTP response
  | 'other';

export interface TransportFailure {
  readonly kind: TransportFailureKind;
  /** One sentence for people, without secrets. */
  readonly message: string;
  /** Of a deadline that passed: whether there was a connection by then. */
  readonly connected?: boolean;
  /** A response came that contradicts itself about its length, or ended before it. */
  readonly framing?: true;
  /** Node's or OpenSSL's code, where there is one. */
  readonly code?: string | undefined;
}

/** One exchange: what was sent and what came of it. */
export interface Observation {
  readonly request: SentRequest;
  /** Milliseconds since the epoch when sending began. */
  readonly startedAt: number;
  readonly milliseconds: number;
  /** Exactly one of `response` and `failure` is there; of a handshake that came about neither. */
  readonly response: ReceivedResponse | undefined;
  readonly failure: TransportFailure | undefined;
  /** Bytes came after the complete response that belong to none. */
  readonly excess?: boolean;
  /** Where several requests were sent, or a server took one for several: the responses after the first one. */
  readonly further?: readonly ReceivedResponse[];
  /** Status codes of the interim responses (1xx); recorded where the bytes of the request were given. */
  readonly interim?: readonly number[];
  /** What became of the connection by then; recorded where the bytes of the request were given. */
  readonly connection?: 'kept' | 'closed';
  /** Of an exchange over TLS whose handshake came about. */
  readonly tls?: TlsFacts | undefined;
}
