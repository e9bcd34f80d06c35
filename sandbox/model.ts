/** The vocabulary of the sandbox: what comes in, what goes out, who is known and what was granted. */
import type { KeyObject } from 'node:crypto';
import type { AttemptStore } from './attempt-store.js';
import type { Directory, User } from './directory.js';
import type { Policy } from './policy.js';
import type { TokenStore } from './token-store.js';

/** A header field as it was on the wire, or a decoded form field. */
export type Field = readonly [name: string, value: string];

export type EndpointName =
  | 'token'
  | 'desk'
  | 'revocation'
  | 'introspection'
  | 'resource'
  | 'metadata'
  | 'jwks';

export interface IncomingRequest {
  readonly method: string;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
  /** The query component as it was sent, without `?`. */
  readonly query: string;
  /** The raw field lines: Node's own record merges or drops repeated ones. */
  readonly headers: readonly Field[];
  /** `undefined`: more bytes than `policy.bodyLimit()` came; they were discarded. */
  readonly body: Buffer | undefined;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly headers: readonly Field[];
  readonly body: string;
  /** The body in the content coding that the headers name; it is sent in place of `body`. */
  readonly coded?: Buffer;
}

/** Parameters of the form body that are recognised and have a value; those without one count as omitted. */
export type Parameters = ReadonlyMap<string, string>;

export type GrantType =
  | 'password'
  | 'refresh_token'
  | 'client_credentials'
  | 'authorization_code'
  | 'urn:ietf:params:oauth:grant-type:device_code'
  | 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  | 'urn:ietf:params:oauth:grant-type:token-exchange';

/** By their registered names (RFC 7591 section 2). */
export type AuthenticationMethod =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'none';

/** What one login handed out: every token that descends from it shares this record. */
export interface Grant {
  readonly clientId: string;
  readonly tenant: string;
  readonly username: string;
  readonly userId: number;
  readonly scope: readonly string[];
  /** The client acts for itself (RFC 6749 section 4.4); there is no resource owner, and `username` is its id. */
  readonly ofClient?: true;
  revoked: boolean;
}

export interface AccessTokenRecord {
  readonly grant: Grant;
  /** May be narrower than the grant's. */
  readonly scope: readonly string[];
  revoked: boolean;
}

export interface RefreshTokenRecord {
  readonly grant: Grant;
  /** Exchanged for a successor; kept so that a replay is noticed. */
  used: boolean;
}

/** An authorization code or a device code, until it is exchanged and a while after that. */
export interface CodeRecord {
  readonly kind: 'code' | 'device_code';
  readonly clientId: string;
  readonly user: User;
  readonly scope: readonly string[];
  /** Of the authorization request (RFC 6749 section 4.1.1). */
  readonly redirectUri: string | undefined;
  /** S256 of the code verifier (RFC 7636 section 4.2). */
  readonly challenge: string | undefined;
  readonly state: 'approved' | 'pending' | 'denied' | 'expired';
  /** What it was exchanged for. */
  exchangedFor: Grant | undefined;
}

/** A client as it presented itself; an empty secret counts as none (RFC 6749 section 2.3.1). */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string | undefined;
  /** A JWT in place of the secret (RFC 7523 section 2.2). */
  readonly assertion?: string;
}

/** What a successful token request obtained, before it is written as a response. */
export interface Issued {
  readonly accessToken: string;
  /** `undefined`: the grant brings none. */
  readonly refreshToken: string | undefined;
  readonly grant: Grant;
  readonly scope: readonly string[];
  /** RFC 8693 section 2.2.1. */
  readonly issuedTokenType?: string;
}

/** A key pair whose public part is in the key set (RFC 7517). */
export interface PublishedKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Server {
  readonly policy: Policy;
  readonly directory: Directory;
  readonly tokens: TokenStore;
  readonly attempts: AttemptStore;
  /** Base URL without a trailing slash; known when the server listens. */
  readonly location: { url: string };
  /** HS512 key of the access tokens of users, random per start. */
  readonly signingKey: KeyObject;
  /** Key of the access tokens of clients, random per start. */
  readonly publishedKey: PublishedKey;
  /** Keys the digests in which credentials are kept and compared, random per start. */
  readonly digestKey: Buffer;
  readonly accessTokenSeconds: number;
}

/** Values of all field lines of that name, in order; names are compared without regard to case. */
export function headerValues(request: IncomingRequest, name: string): string[] {
  const wanted = name.toLowerCase();
  return request.headers.filter(([given]) => given.toLowerCase() === wanted).map(([, value]) => value);
}
