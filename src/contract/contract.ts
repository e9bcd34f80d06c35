/**
 * The contract: the typed, read-only form of an OpenAPI document that describes a token endpoint.
 * Everything downstream (scenarios, checks, reports) sees this and never the document itself.
 */

/** A dereferenced JSON Schema (2020-12) as it stands in the document. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** `form`: a parameter of the token request, carried as `Contract.encoding` says. */
export type ParameterLocation = 'header' | 'query' | 'form';

/**
 * Whether a server refuses a request that lacks a required parameter: as the document says (`true`, the
 * default), not at all (`false`), or not known (`unknown`; then its absence is reported and not judged).
 */
export type Enforcement = boolean | 'unknown';

/** One parameter of the token request, wherever it is sent. */
export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description: string | undefined;
  /** The value the document gives: example, else default, else const, as text. It is public. */
  readonly documented: string | undefined;
  readonly enforced: Enforcement;
  /** Holds a secret (password, client secret, token, assertion): never shown, whatever its value. */
  readonly secret: boolean;
  /** Another parameter that may be sent in place of this one, e.g. a query parameter for a header. */
  readonly alternative: Parameter | undefined;
  /** JSON pointer into the document. */
  readonly pointer: string;
}

/**
 * How the parameters of a token request are carried. RFC 6749 knows the form only; what a document describes
 * otherwise is sent as described, and is a finding about the document.
 */
export interface RequestEncoding {
  /** `none`: without a body; what is not sent in a header is sent in the query. */
  readonly body: 'form' | 'json' | 'multipart' | 'none';
  /** Content-Type of the body, without parameters. */
  readonly mediaType: string;
  /** Parameters that are sent beside the body, by name. */
  readonly elsewhere: Readonly<Record<string, 'query' | 'header'>>;
  /**
   * Where a parameter stands under another name than the standard's, or in another object, by the standard's name: its
   * name, behind those of the objects around it. What is not listed has its own name, in the object of grant_type.
   */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Parameters that are no text in JSON, by name. */
  readonly types: Readonly<Record<string, JsonType>>;
}

/** `value`: whatever JSON the configured text is. */
export type JsonType = 'number' | 'boolean' | 'list' | 'value';

/** What the document leaves open and the standard, or other evidence, fills. */
export interface Assumption {
  /** One sentence for users. */
  readonly what: string;
  /** JSON pointer to where the document could say it. */
  readonly pointer: string;
}

/** How the operation of the token endpoint was found among the others. */
interface FoundOperation {
  /** `POST /oauth/token`, as the document writes it. */
  readonly name: string;
  /** Why it is taken for the token endpoint, in words. */
  readonly evidence: readonly string[];
  /** Others that might have been meant, such as `POST /v1/token`. */
  readonly passedOver: readonly string[];
}

/** A part of the path that is different for each user of the document, such as a realm. */
export type PathParameter = Omit<Parameter, 'in'>;

/** One variant of the request: a `grant_type` and the form parameters that belong to it. */
export interface Grant {
  /** The value of `grant_type`, e.g. `password`. */
  readonly type: string;
  readonly parameters: readonly Parameter[];
  readonly pointer: string;
}

export interface ResponseHeaderContract {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly pointer: string;
}

export interface ResponseContract {
  /** `200`, a range such as `4XX`, or `default`. */
  readonly status: string;
  /** Media ranges, lower case, without parameters. Empty: no body is described. */
  readonly mediaTypes: readonly string[];
  /** Schema of the JSON body, where one is described. */
  readonly schema: JsonSchema | undefined;
  readonly headers: readonly ResponseHeaderContract[];
  readonly pointer: string;
}

/** Client authentication methods by their registered names (RFC 7591 section 2, RFC 8414). */
export type ClientAuthenticationMethod =
  | 'client_secret_post'
  | 'client_secret_basic'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'tls_client_auth'
  | 'self_signed_tls_client_auth'
  | 'none';

/** Another endpoint of the same server that lets a token be used, asked about or revoked. */
export interface Companion {
  readonly method: string;
  /** Path below the base URL, or an absolute URL. */
  readonly path: string;
}

export interface Companions {
  /** RFC 7009. */
  readonly revocation: Companion | undefined;
  /** RFC 7662. */
  readonly introspection: Companion | undefined;
  /** A protected resource that answers 2xx to a valid access token (RFC 6750). */
  readonly resource: Companion | undefined;
  /** RFC 8414: the metadata document. */
  readonly metadata: Companion | undefined;
  /** RFC 7517: the key set, where the document says where it is. The metadata may name it, too. */
  readonly jwks: Companion | undefined;
}

/** What OpenAPI cannot say about a token endpoint: the `x-token-endpoint` extension of the operation. */
export interface TokenEndpointDeclaration {
  readonly rotation: 'required' | 'optional' | 'none' | undefined;
  readonly replayRevokesFamily: boolean | undefined;
  readonly graceSeconds: number;
  readonly accessTokenFormat: 'jwt' | 'opaque' | undefined;
  /** The profile that JWT access tokens follow. */
  readonly accessTokenProfile: 'rfc9068' | undefined;
  /** Issuer identifier (RFC 8414 section 2). */
  readonly issuer: string | undefined;
}

/** What a document says of one token endpoint. Read it with `readContract`. */
export interface Contract {
  /** Path of the document, as the user gave it. */
  readonly file: string;
  readonly title: string;
  readonly version: string;
  /** SHA-256 of the bytes of the document, hexadecimal. */
  readonly sha256: string;
  readonly servers: readonly string[];
  readonly operation: FoundOperation;
  /** Of token requests: `POST`, and `GET` where nothing else is described. */
  readonly method: 'POST' | 'GET';
  /** Path of the token endpoint below a server URL; `{name}` for each of `pathParameters`. */
  readonly path: string;
  readonly pathParameters: readonly PathParameter[];
  /** JSON pointer of the operation. */
  readonly pointer: string;
  /** Media types of the request body. */
  readonly requestMediaTypes: readonly string[];
  readonly encoding: RequestEncoding;
  /** Header and query parameters, for every grant. A parameter that only stands in for another one is reached through `alternative`. */
  readonly parameters: readonly Parameter[];
  readonly grants: readonly Grant[];
  /** In the order of preference; the first one is used by the valid request. */
  readonly clientAuthentication: readonly ClientAuthenticationMethod[];
  /** Scope values that the document names (flows of its OAuth 2.0 security schemes). */
  readonly scopes: readonly string[];
  readonly responses: readonly ResponseContract[];
  readonly declared: TokenEndpointDeclaration;
  readonly companions: Companions;
  readonly assumptions: readonly Assumption[];
}
