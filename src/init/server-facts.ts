/** What is known of a server before anybody has described it, and how it is known. */

export interface Note {
  /** `found`: the server says or shows it. `assumed`: nothing says otherwise. `open`: for a person to decide. */
  readonly kind: 'found' | 'assumed' | 'open';
  /** One sentence. It may quote the server. */
  readonly text: string;
}

export interface ServerFacts {
  /** Absolute http(s) URL without fragment and user information. */
  readonly tokenUrl: string;
  readonly issuer: string | undefined;
  /** Where the metadata document was read. */
  readonly metadataUrl: string | undefined;
  readonly revocationUrl: string | undefined;
  readonly introspectionUrl: string | undefined;
  /** OpenID Connect: a protected resource that takes access tokens, though perhaps not of every client. */
  readonly userinfoUrl: string | undefined;
  /** Values of `grant_type`; `undefined`: nothing says which ones. */
  readonly grants: readonly string[] | undefined;
  /** Registered names (RFC 7591 section 2) as the server lists them; `undefined`: nothing says which ones. */
  readonly clientAuthentication: readonly string[] | undefined;
  readonly scopes: readonly string[];
  readonly notes: readonly Note[];
}

/** Of a server of which nothing is known but the URL. */
export function bareFacts(tokenUrl: string): ServerFacts {
  return {
    tokenUrl,
    issuer: undefined,
    metadataUrl: undefined,
    revocationUrl: undefined,
    introspectionUrl: undefined,
    userinfoUrl: undefined,
    grants: undefined,
    clientAuthentication: undefined,
    scopes: [],
    notes: [],
  };
}

/** Nothing can be written: the message is for people. */
export class InitError extends Error {
  override readonly name = 'InitError';

  constructor(
    message: string,
    /** `unreachable`: the server did not answer; `usage`: what was asked for cannot be done. */
    readonly kind: 'usage' | 'unreachable',
  ) {
    super(message);
  }
}
