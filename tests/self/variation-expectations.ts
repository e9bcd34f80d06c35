/**
 * What the harness is to make of each conforming variation of the sandbox, where that is not simply the verdict on
 * the sound server: the contract that such a server would publish, and what the catalogue warns of or cannot judge.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/settings/package-root.js';

/** A copy of the parsed OpenAPI document, to be changed. */
// biome-ignore lint/suspicious/noExplicitAny: it has the shape of its YAML, which no type here repeats
type Document = any;
type Change = (document: Document) => void;

/** By the id of a check: why. */
type Reasons = Readonly<Record<string, string>>;

export interface Expectation {
  /** What the document of this server says otherwise than the default one. */
  readonly contract?: Change;
  /** Default: `sandbox`. */
  readonly profile?: string;
  /** The checks that warn, because the catalogue has it so. */
  readonly warns?: Reasons;
  /** The checks that cannot judge something. */
  readonly inconclusive?: Reasons;
  /** The checks that judge the sound server and find nothing to judge here. */
  readonly idle?: Reasons;
}

const operation = (document: Document) => document.paths['/oauth/token'].post;

const together =
  (...changes: readonly Change[]): Change =>
  (document) => {
    for (const change of changes) change(document);
  };

const declaring =
  (declared: Readonly<Record<string, unknown>>): Change =>
  (document) => {
    Object.assign(operation(document)['x-token-endpoint'], declared);
  };

/** Token responses without some of the members that are required by default. */
const optional =
  (names: readonly string[], lifetime: Readonly<Record<string, unknown>> = {}): Change =>
  (document) => {
    const file = join(packageRoot, 'schemas', 'token-response.schema.json');
    const schema: Document = JSON.parse(readFileSync(file, 'utf8'));
    // A file of its own describes the claims; they do not matter here.
    delete schema.properties.access_token.contentSchema;
    schema.required = schema.required.filter((name: string) => !names.includes(name));
    Object.assign(schema.properties.expires_in, lifetime);
    document.components.responses.Token.content['application/json'].schema = schema;
  };

const documenting =
  (status: number, mediaType?: string): Change =>
  (document) => {
    operation(document).responses[String(status)] = {
      description: 'Refused before OAuth.',
      ...(mediaType === undefined ? {} : { content: { [mediaType]: { schema: { type: 'object' } } } }),
    };
  };

const withoutRefreshGrant: Change = (document) => {
  const form = operation(document).requestBody.content['application/x-www-form-urlencoded'];
  form.schema.oneOf.pop();
  delete form.schema.discriminator.mapping.refresh_token;
  delete form.examples.refresh_token;
  delete document.components.schemas.RefreshTokenGrant;
  delete document.components.responses.Token.links;
};

const scopeRequired: Change = (document) => {
  document.components.schemas.PasswordGrant.required.push('scope');
  operation(document).requestBody.content['application/x-www-form-urlencoded'].examples.password.value.scope =
    'all';
};

const because = (ids: readonly string[], reason: string): Reasons =>
  Object.fromEntries(ids.map((id) => [id, reason]));

const opaque: Expectation = {
  contract: declaring({ accessTokenFormat: 'opaque' }),
  inconclusive: because(
    ['second-user-has-own-subject', 'subject-preserved'],
    'an opaque token does not tell whose it is',
  ),
  idle: because(
    [
      'forged-token-inactive',
      'hmac-key-not-guessable',
      'jti-unique',
      'jwt-alg-allowed',
      'jwt-alg-not-none',
      'jwt-audience',
      'jwt-exp-matches-expires-in',
      'jwt-no-key-headers',
      'jwt-no-secrets',
      'jwt-numeric-dates',
      'jwt-required-claims',
      'jwt-typ',
      'jwt-valid-at-once',
      'second-user-has-own-subject',
      'subject-preserved',
    ],
    'there is no JWT to read',
  ),
};

/** A JWT that the harness cannot read is opaque to it, whatever the document calls it. */
const encrypted: Expectation = { ...opaque, contract: declaring({ accessTokenFormat: 'jwt' }) };

const asymmetric: Expectation = {
  idle: because(['hmac-key-not-guessable'], 'no token is signed with an HMAC'),
};

const introspectionBy400: Expectation = {
  warns: because(
    ['introspection-bad-client-401'],
    'RFC 7662 section 2.3: "responds with an HTTP 401"; also_accept: 400 for credentials in the body, warn',
  ),
};

const unknownScopeIgnored: Expectation = {
  idle: because(['scope-case-sensitive'], 'what was ignored was not compared'),
};

const no405: Expectation = { idle: because(['allow-on-405'], 'there is no 405') };

const withoutLifetime = because(
  ['expires-in-integer', 'expires-in-plausible', 'jwt-exp-matches-expires-in', 'token-short-lived'],
  'there is no expires_in',
);

const bodyOnly: Expectation = {
  warns: because(
    ['basic-supported'],
    'RFC 6749 section 2.3.1 demands Basic for clients with a password: here the document deviates, not the server',
  ),
  idle: because(
    [
      'basic-challenge',
      'basic-decoded',
      'basic-other-secret-refused',
      'basic-plus-client-id-granted',
      'basic-scheme-case-ignored',
      'basic-spaces-tolerated',
      'basic-unknown-client-401',
      'basic-wrong-secret-401',
      'conflicting-authentication-refused',
      'duplicate-authorization-refused',
      'mismatched-client-id-refused',
      'special-client-in-basic',
      'two-authentication-methods-refused',
    ],
    'Basic is not supported',
  ),
};

const unrotated = because(
  [
    'concurrent-refresh-single-use',
    'refresh-token-rotated',
    'replay-ends-access-tokens',
    'replay-revokes-family',
    'rotated-refresh-token-refused',
    'rotated-refresh-token-works',
    'scope-restored-after-narrowing',
  ],
  'the contract requires no rotation, and there is none',
);

/** The catalogue, inconclusive_always: "403/406/418 block page of a WAF or bot protection without an OAuth body". */
const looksLikeFirewall = 'a 403 without an OAuth error may come from a firewall';

const refreshChecks = [
  'access-token-ends-with-refresh-token',
  'access-token-is-no-refresh-token',
  'concurrent-refresh-answered',
  'concurrent-refresh-single-use',
  'part-of-refresh-token-refused',
  'refresh-token-only-in-body',
  'refreshed-token-active',
  'refresh-tokens-unpredictable',
  'shaped-refresh-token-refused',
  'duplicate-refresh-token-differing-refused',
  'empty-refresh-token-refused',
  'expiry-renewed',
  'failed-refresh-does-not-consume',
  'foreign-attempt-does-not-revoke',
  'foreign-revocation-without-effect',
  'missing-refresh-token-refused',
  'narrower-scope-granted',
  'new-access-token-differs',
  'omitted-scope-is-original',
  'public-client-rotated',
  'query-refresh-token-refused',
  'refresh-headers-enforced',
  'refresh-needs-client-authentication',
  'refresh-succeeds',
  'refresh-token-bound-to-client',
  'refresh-token-bound-to-realm',
  'refresh-token-charset',
  'refresh-token-compared-exactly',
  'refresh-token-long-enough',
  'refresh-token-no-active-access-token',
  'refresh-token-not-accepted',
  'refresh-token-revocable',
  'refresh-token-rotated',
  'refresh-with-wrong-secret-refused',
  'refreshed-token-accepted',
  'replay-ends-access-tokens',
  'replay-revokes-family',
  'revocation-bound-to-client',
  'revocation-idempotent',
  'revocation-needs-client-authentication',
  'revoked-refresh-token-refused',
  'rotated-refresh-token-refused',
  'rotated-refresh-token-works',
  'scope-not-widened',
  'scope-restored-after-narrowing',
  'subject-preserved',
  'tampered-refresh-token-refused',
  'unauthenticated-revocation-without-effect',
  'unknown-refresh-token-is-invalid-grant',
];

/** What is said about HTTP 429. */
const throttling = [
  'rate-limit-not-cacheable',
  'retry-after-syntax',
  'throttling-blind',
  'throttling-explained',
  'throttling-not-spoofable',
];

export const expectations: Readonly<Record<string, Expectation>> = {
  'lifetime-long': {
    warns: because(['token-short-lived'], 'RFC 6750 section 5.3: "one hour or less" is a SHOULD'),
  },
  'lifetime-not-announced': {
    contract: optional(['expires_in']),
    warns: because(['expires-in-recommended'], 'RFC 6749 section 5.1: RECOMMENDED, or documented'),
    idle: withoutLifetime,
  },
  'lifetime-documented-only': {
    contract: optional(['expires_in'], { default: 3600 }),
    idle: withoutLifetime,
  },
  'error-without-description': {
    idle: because(
      ['error-description-charset', 'error-description-generic'],
      'there is no error_description',
    ),
  },
  'error-description-of-two-lines': {
    warns: because(['error-description-charset'], 'never_fail_on: CR/LF/TAB inside error_description (warn)'),
  },
  'tenant-refusal-401': { contract: documenting(401, 'application/json') },
  'tenant-refusal-403': {
    contract: documenting(403, 'application/json'),
    inconclusive: because(
      ['header-error-is-oauth', 'never-5xx', 'unusual-header-harmless'],
      looksLikeFirewall,
    ),
  },
  'tenant-refusal-404': { contract: documenting(404, 'application/json') },
  'foreign-origins-refused': {
    contract: documenting(403),
    inconclusive: because(['never-5xx'], looksLikeFirewall),
  },
  'wrong-media-type-page': { contract: documenting(415, 'text/html') },
  'other-methods-page': { contract: documenting(405, 'text/html') },
  'other-methods-404': no405,
  'other-methods-400': no405,
  'other-methods-501': no405,
  'device-not-asked-for': { profile: 'default' },
  'scope-required': { contract: scopeRequired },
  'unknown-scope-ignored': unknownScopeIgnored,
  'scope-always-whole': {
    idle: because(['scope-restored-after-narrowing'], 'no refresh narrows the scope'),
    inconclusive: because(['scope-not-widened'], 'every scope was granted at first: there is none to add'),
  },
  'basic-refused': bodyOnly,
  'authorization-unread': bodyOnly,
  'two-methods-agreeing-accepted': {
    warns: because(['two-authentication-methods-refused'], 'also_accept: SUCCESS, warn only'),
  },
  'json-taken-too': {
    contract: (document) => {
      const { content } = operation(document).requestBody;
      content['application/json'] = content['application/x-www-form-urlencoded'];
    },
    warns: because(
      ['document-form-media-type'],
      'RFC 6749 section 3.2: the document offers more than a form',
    ),
    idle: because(['json-body-refused'], 'the document offers JSON'),
  },
  'lock-recovers': {
    inconclusive: because(
      ['access-token-expires', 'expired-token-inactive'],
      'its tokens live longer than a run waits',
    ),
    idle: because(throttling, 'there is no HTTP 429'),
  },
  'limits-by-address': {
    inconclusive: because(['never-5xx'], 'inconclusive_always: 429'),
  },
  'delays-guesses': { idle: because(throttling, 'there are delays, and no HTTP 429') },
  'refresh-token-kept': {
    contract: declaring({ rotation: 'optional' }),
    idle: Object.fromEntries(
      Object.entries(unrotated).filter(([check]) => check !== 'rotated-refresh-token-refused'),
    ),
  },
  'refresh-token-not-repeated': {
    contract: together(declaring({ rotation: 'none' }), optional(['refresh_token'])),
    idle: unrotated,
  },
  'refresh-token-reusable': {
    contract: declaring({ rotation: undefined, replayRevokesFamily: undefined }),
    idle: because(
      ['refresh-token-rotated', 'replay-ends-access-tokens', 'replay-revokes-family'],
      'the contract requires no rotation, and a replay is not refused',
    ),
  },
  'replay-refused-only': { contract: declaring({ replayRevokesFamily: undefined }) },
  'rotation-with-grace': {
    contract: declaring({ graceSeconds: 60 }),
    idle: because(
      ['replay-ends-access-tokens', 'replay-revokes-family', 'rotated-refresh-token-refused'],
      'within the period of grace',
    ),
  },
  'rotation-idempotent': {
    contract: declaring({ graceSeconds: 60 }),
    idle: because(
      ['replay-ends-access-tokens', 'replay-revokes-family', 'rotated-refresh-token-refused'],
      'within the period of grace',
    ),
  },
  'refresh-token-jwt': { idle: because(['refresh-tokens-unpredictable'], 'the signature cannot be guessed') },
  'refresh-token-not-issued': {
    contract: together(
      withoutRefreshGrant,
      optional(['refresh_token']),
      declaring({ rotation: undefined, replayRevokesFamily: undefined }),
    ),
    warns: because(
      ['document-refresh'],
      'the document still describes a refresh token in the response, and no grant that takes it',
    ),
    idle: because(
      [
        ...refreshChecks.filter(
          (check) => !['revocation-idempotent', 'revocation-needs-client-authentication'].includes(check),
        ),
        'revoked-refresh-token-inactive',
        'token-not-derived-from-request',
      ],
      'there are no refresh tokens, and the access token is signed',
    ),
  },
  'token-opaque': opaque,
  'token-opaque-padded': opaque,
  'token-uuid': opaque,
  'token-of-three-parts': opaque,
  'token-encrypted': encrypted,
  'token-rs256': asymmetric,
  'token-ed25519': asymmetric,
  'token-without-jti': { idle: because(['jti-unique'], 'there is no jti') },
  'public-data-for-every-origin': {
    warns: because(
      ['cors-not-open-with-credentials'],
      'the catalogue warns of any permission for a foreign origin, with credentials or without',
    ),
  },
  'access-tokens-not-revocable': {
    idle: because(
      ['revoked-access-token-inactive', 'revoked-access-token-refused'],
      'no access token was revoked',
    ),
  },
  'client-token-hs256': {
    idle: because(['jwt-signature-verifies'], 'no published key verifies an HMAC'),
  },
  'client-token-opaque': {
    contract: declaring({ accessTokenFormat: 'opaque', accessTokenProfile: undefined }),
    idle: because(
      [
        'forged-token-inactive',
        'jti-unique',
        'jwt-alg-allowed',
        'jwt-alg-not-none',
        'jwt-audience',
        'jwt-client-named',
        'jwt-exp-matches-expires-in',
        'jwt-iss-matches-metadata',
        'jwt-no-key-headers',
        'jwt-no-secrets',
        'jwt-numeric-dates',
        'jwt-required-claims',
        'jwt-scope-matches',
        'jwt-signature-verifies',
        'jwt-typ',
        'jwt-valid-at-once',
      ],
      'there is no JWT to read',
    ),
  },
  'like-spring': {
    ...asymmetric,
    warns: because(
      ['contract-media-type'],
      'the page for another method is HTML, and the document says JSON',
    ),
  },
  'invalid-client-in-body-400': introspectionBy400,
  'like-keycloak': { ...unknownScopeIgnored, ...introspectionBy400 },
  'like-doorkeeper': { ...opaque, idle: { ...opaque.idle, ...no405.idle } },
  'like-a-gateway-before-node': {
    contract: documenting(403, 'application/json'),
    inconclusive: because(
      ['header-error-is-oauth', 'never-5xx', 'unusual-header-harmless'],
      looksLikeFirewall,
    ),
    idle: because(
      ['error-description-charset', 'error-description-generic'],
      'there is no error_description',
    ),
  },
};
