/**
 * What each of the servers that others wrote is to be convicted of, by its own document. Each deviation was held against
 * the text of the standard; anything else that the harness finds would be a false finding.
 */
import type { Obtain } from '../../../src/session/supply.js';
import { fromDesk } from '../desk.js';
import type { ForeignServer } from './foreign-server.js';
import { startOAuth2MockServer } from './oauth2-mock-server.js';
import { startOAuth2Server } from './oauth2-server.js';
import { startOidcProvider } from './oidc-provider.js';
import { startOidcProviderForCodes } from './oidc-provider-codes.js';

export interface Foreign {
  readonly name: string;
  readonly start: () => Promise<ForeignServer>;
  /** `<outcome> <check> <scenario> …`, an invariant with the scenario that showed it first. */
  readonly deviations: readonly string[];
  /** Where codes come from. */
  readonly obtain?: Obtain;
  /** Ids of the scenarios that are run. Default: all of them. */
  readonly selected?: RegExp;
  /** `<check> <scenario> …: <reason>` where something was sent, and what came does not show what the check asks for. */
  readonly unjudged: readonly string[];
}

export const servers: readonly Foreign[] = [
  {
    name: 'oidc-provider',
    start: startOidcProvider,
    deviations: [
      // RFC 6749 5.1: "the server MUST also include … 'Pragma' response header field … 'no-cache'".
      'warn pragma-no-cache password/valid/minimal',
      // RFC 9110 15.5.2: "The server generating a 401 response MUST send a WWW-Authenticate header field".
      'fail challenge-on-401 password/blank/client_id',
      // RFC 6749 5.2: an "unsupported authentication method" is invalid_client; it answers invalid_request.
      'warn other-scheme-refused password/basic/other-scheme/digest',
      'warn other-scheme-refused password/basic/other-scheme/bearer',
      'warn other-scheme-refused password/basic/other-scheme/unknown',
      // RFC 7521 4.2.1, RFC 7523 3.2: of an assertion that is not valid "The value of the "error" parameter MUST be the "invalid_client" error code".
      'warn client-assertion-refused password/credentials/client_assertion/unknown-type password/credentials/client_assertion/malformed-jwt',
      // RFC 6749 5.2: "Client authentication failed" is invalid_client; an empty secret is invalid_request to it.
      'warn empty-client-secret-refused password/basic/empty-secret',
      // RFC 6749 5.2: a request that "includes multiple credentials" is invalid_request; Node keeps the first Authorization.
      'warn duplicate-authorization-refused password/basic/two-headers',
      // RFC 9112 3.2: 400 to a request "that contains more than one Host header field line"; Node keeps the first one.
      'warn host-required password/wire/host/twice',
      // It pads secrets with NUL before it compares them: a secret followed by NUL authenticates the client.
      'fail control-character-refused password/body/control-character/client_secret',
      // RFC 6749 5.2: errors are "application/json"; with Accept: text/html it renders a page.
      'warn contract-media-type password/body/reflected/html',
      'fail error-media-type password/body/reflected/html',
      'fail error-required password/body/reflected/html',
      'fail error-is-json-whatever-accept-says password/error/accept-html',
    ],
    // Opaque tokens, and the harness asks nobody else whom they belong to.
    unjudged: [
      'second-user-has-own-subject password/valid/second-user: the access token does not name its subject',
      'subject-preserved refresh_token/chain refresh_token/replay refresh_token/resource/refreshed-token: the access token is opaque',
    ],
  },
  {
    name: 'oidc-provider-codes',
    start: startOidcProviderForCodes,
    obtain: fromDesk,
    // What concerns codes and assertions; the rest is that of the server above.
    selected:
      /^(authorization_code|refresh_token\/(chain|replay|valid|missing)|client_credentials\/(valid|missing|assertion|credentials))/,
    deviations: [
      // As above: RFC 6749 5.1, RFC 9110 15.5.2, RFC 7521 4.2.1.
      'warn pragma-no-cache authorization_code/valid/minimal',
      'fail challenge-on-401 refresh_token/missing/client_assertion',
      'warn client-assertion-refused client_credentials/credentials/client_assertion/unknown-type client_credentials/credentials/client_assertion/malformed-jwt',
      'warn assertion-subject-is-client client_credentials/assertion/wrong-subject',
      'warn assertion-type-enforced client_credentials/assertion/other-type',
      // RFC 6749 4.1.3: redirect_uri is "REQUIRED, if the "redirect_uri" parameter was included in the authorization request".
      'fail redirect-uri-identical authorization_code/missing/redirect_uri authorization_code/empty/redirect_uri',
    ],
    unjudged: ['subject-preserved refresh_token/chain refresh_token/replay: the access token is opaque'],
  },
  {
    name: 'oauth2-server',
    start: startOAuth2Server,
    deviations: [
      // RFC 6749 3.2: "Parameters sent without a value MUST be treated as if they were omitted".
      'fail empty-scope-omitted password/scope/empty',
      // RFC 6749 2.3.1: the client id "is encoded using the "application/x-www-form-urlencoded" encoding algorithm"; it takes it as it is.
      'warn basic-decoded password/basic/percent-encoded',
      // RFC 9112 3.2: 400 to a request "that contains more than one Host header field line"; Node keeps the first one.
      'warn host-required password/wire/host/twice',
      // RFC 6749 2.3: "The client MUST NOT use more than one authentication method in each request".
      'warn two-authentication-methods-refused password/basic/both-identical',
      'fail conflicting-authentication-refused password/basic/both-conflicting password/basic/two-clients',
      // RFC 6749 5.2: "Client authentication failed" is invalid_client; an empty secret is invalid_request to it.
      'warn empty-client-secret-refused password/basic/empty-secret',
      // RFC 6749 5.2: a request that "includes multiple credentials" is invalid_request; Node keeps the first Authorization.
      'warn duplicate-authorization-refused password/basic/two-headers',
      // It authenticates by Basic and never looks at the other client_id.
      'warn mismatched-client-id-refused password/basic/mismatched-client-id',
      // RFC 6749 5.2: "repeats a parameter" is invalid_request; it joins the values and refuses what comes out.
      'warn duplicate-username-differing-refused password/duplicate-differing/username',
      'warn duplicate-password-differing-refused password/duplicate-differing/password',
      'warn duplicate-client-id-differing-refused password/duplicate-differing/client_id',
      'warn duplicate-client-secret-differing-refused password/duplicate-differing/client_secret',
      'warn duplicate-scope-differing-refused password/duplicate-differing/scope',
      'warn duplicate-identical-refused password/duplicate-identical/client_id',
      'warn duplicate-refresh-token-differing-refused refresh_token/duplicate-differing/refresh_token',
      // It revokes the refresh token before it validates the scope: a refused refresh strands the client.
      'warn failed-refresh-does-not-consume refresh_token/after-refusal',
    ],
    // Opaque tokens, and no introspection.
    unjudged: [
      'second-user-has-own-subject password/valid/second-user: the access token does not name its subject',
      'concurrent-issue-isolation password/concurrent/issue: the answers do not show whom the tokens belong to',
      'subject-preserved refresh_token/chain refresh_token/replay: the access token is opaque',
    ],
  },
  {
    // A mock: it reads grant_type, scope and username, and grants to everybody.
    name: 'oauth2-mock-server',
    start: startOAuth2MockServer,
    deviations: [
      // RFC 6749 5.2, invalid_request: "missing a required parameter"; 3.2: one without a value counts as omitted.
      'fail missing-username-refused password/missing/username',
      'fail empty-username-refused password/empty/username',
      'fail missing-password-refused password/missing/password',
      'fail empty-password-refused password/empty/password',
      'fail missing-refresh-token-refused refresh_token/missing/refresh_token',
      'fail empty-refresh-token-refused refresh_token/empty/refresh_token',
      'warn blank-parameter-refused password/blank/username password/blank/password password/blank/client_id password/blank/client_secret',
      'warn blank-parameter-refused refresh_token/blank/refresh_token',
      // RFC 6749 5.2: "unsupported_grant_type" for what it does not know, "invalid_request" for none; it answers invalid_grant.
      'fail empty-grant-type-refused password/empty/grant_type refresh_token/empty/grant_type',
      'fail unknown-grant-type-is-unsupported password/grant-type/unknown',
      'fail unknown-extension-grant-is-unsupported password/grant-type/unknown-extension',
      'warn grant-type-compared-exactly password/grant-type/case password/grant-type/padded password/body/control-character/grant_type',
      // It has both of them, with any code, though its document here does not offer them.
      'warn undocumented-grant-disabled password/grant-type/undocumented/authorization-code password/grant-type/undocumented/client-credentials',
      // RFC 6749 4.3.2: "validate the resource owner password credentials using its existing password validation algorithm".
      'fail wrong-password-refused password/credentials/password/wrong password/credentials/password/other password/credentials/password/tokens',
      'fail password-verbatim password/credentials/password/case password/credentials/password/truncated password/credentials/password/extended password/credentials/password/null-byte password/credentials/password/pattern password/credentials/password/full-width',
      'warn password-verbatim password/credentials/password/padded-leading password/credentials/password/padded-trailing password/credentials/password/padded-tab',
      'fail client-as-user-refused password/credentials/swapped/client-as-user',
      'fail json-values-are-texts password/media-type/json-body',
      'fail unknown-user-is-invalid-grant password/credentials/username/unknown password/credentials/username/truncated',
      // RFC 6749 4.3.2, 6: "require client authentication for confidential clients"; 5.2: invalid_client.
      'fail missing-client-identification-refused password/missing/client_id password/missing/client-identification refresh_token/missing/client-identification',
      'fail empty-client-id-refused password/empty/client_id',
      'fail missing-client-secret-refused password/missing/client_secret refresh_token/missing/client_secret',
      'fail required-parameter-enforced password/missing/client_secret refresh_token/missing/client_secret',
      // RFC 6749 3.2: a parameter without a value counts as omitted; an empty code_verifier makes it ask for a code_challenge.
      'fail valueless-optional-omitted password/valid/valueless-optional',
      'fail empty-client-secret-refused password/empty/client_secret refresh_token/empty/client_secret password/basic/empty-secret',
      'fail wrong-client-secret-is-invalid-client password/credentials/client_secret/wrong password/credentials/client_secret/other',
      'fail client-secret-verbatim password/credentials/client_secret/case password/credentials/client_secret/truncated password/credentials/client_secret/extended password/credentials/client_secret/null-byte password/credentials/client_secret/pattern',
      'warn client-secret-verbatim password/credentials/client_secret/padded-leading password/credentials/client_secret/padded-trailing',
      'fail unknown-client-is-invalid-client password/credentials/client_id/unknown',
      'fail user-as-client-refused password/credentials/swapped/user-as-client',
      'fail client-assertion-refused password/credentials/client_assertion/unknown-type password/credentials/client_assertion/malformed-jwt',
      'warn client-id-case-sensitive password/credentials/client_id/case',
      'fail refresh-needs-client-authentication refresh_token/refresh/without-client-authentication refresh_token/missing/client-identification',
      'fail refresh-with-wrong-secret-refused refresh_token/refresh/wrong-secret refresh_token/after-refusal',
      // The same by HTTP Basic; "MUST respond with an HTTP 401 (Unauthorized) status code".
      'fail basic-wrong-secret-401 password/basic/wrong-secret refresh_token/refresh/wrong-secret',
      'fail basic-other-secret-refused password/basic/other-secret',
      'fail basic-unknown-client-401 password/basic/unknown-client',
      'fail malformed-basic-refused password/basic/malformed/no-credentials password/basic/malformed/not-base64 password/basic/malformed/no-colon password/basic/malformed/only-colon password/basic/malformed/empty-id password/basic/malformed/invalid-utf8 password/basic/malformed/long',
      'fail other-scheme-refused password/basic/other-scheme/digest password/basic/other-scheme/bearer password/basic/other-scheme/unknown',
      // RFC 6749 5.2, invalid_request: "utilizes more than one mechanism for authenticating the client", "multiple credentials".
      'fail conflicting-authentication-refused password/basic/both-conflicting password/basic/two-clients',
      'warn two-authentication-methods-refused password/basic/both-identical',
      'warn duplicate-authorization-refused password/basic/two-headers',
      'warn mismatched-client-id-refused password/basic/mismatched-client-id',
      // RFC 6749 3.2: "Request and response parameters MUST NOT be included more than once."
      'fail duplicate-username-differing-refused password/duplicate-differing/username',
      'fail duplicate-password-differing-refused password/duplicate-differing/password',
      'fail duplicate-client-id-differing-refused password/duplicate-differing/client_id',
      'fail duplicate-client-secret-differing-refused password/duplicate-differing/client_secret',
      'fail duplicate-refresh-token-differing-refused refresh_token/duplicate-differing/refresh_token',
      'warn duplicate-identical-refused password/duplicate-identical/client_id',
      // RFC 6749 3.3: "scope-token *( SP scope-token )"; it grants whatever text is asked for, and states an empty scope.
      'fail scope-syntax password/scope/empty',
      'fail unknown-scope-not-granted password/scope/unknown',
      'fail malformed-scope-harmless password/scope/malformed/quote password/scope/malformed/backslash password/scope/malformed/non-ascii password/body/control-character/scope',
      // What cannot be read is "otherwise malformed" (RFC 6749 5.2); parameters are a form "in the HTTP request entity-body".
      'fail control-character-refused password/body/control-character/username password/body/control-character/password password/body/control-character/client_id password/body/control-character/client_secret password/body/control-character/scope refresh_token/garbage',
      'fail invalid-percent-encoding-refused password/body/invalid-percent',
      'fail invalid-utf8-refused password/body/invalid-utf8 password/body/overlong-utf8',
      'warn json-body-refused password/media-type/json-body refresh_token/media-type/json-body',
      // RFC 9110 15.6: 5xx is for what the server did wrong; its error handler answers 500 to what the body parser refuses.
      'fail never-5xx password/media-type/charset/unknown',
      'warn foreign-charset-harmless password/media-type/charset/unknown',
      'fail oversized-parameter-refused password/large/parameter/password',
      'warn many-parameters-harmless password/large/many-parameters',
      // Names of 8 kB, of nobody.
      'fail oversized-parameter-refused password/large/parameter/username password/large/parameter/client_id',
      // RFC 9112 3.2: 400 to a request "that contains more than one Host header field line"; Node keeps the first one.
      'warn host-required password/wire/host/twice',
      // RFC 6749 6: "validate the refresh token"; 10.4: the binding to the client. It never looks at the token.
      'fail unknown-refresh-token-is-invalid-grant refresh_token/refresh/garbage/random',
      'fail tampered-refresh-token-refused refresh_token/refresh/garbage/tampered-start refresh_token/refresh/garbage/tampered-middle refresh_token/refresh/garbage/tampered-end',
      'fail shaped-refresh-token-refused refresh_token/garbage',
      'fail part-of-refresh-token-refused refresh_token/garbage',
      'warn refresh-token-compared-exactly refresh_token/garbage refresh_token/refresh/exact/case',
      'fail access-token-is-no-refresh-token refresh_token/refresh/access-token',
      'fail refresh-token-bound-to-client refresh_token/refresh/other-client',
      // RFC 6749 6: scope "MUST NOT include any scope not originally granted"; omitted, it is "the scope originally granted". It says dummy.
      'fail scope-not-widened refresh_token/refresh/wider-scope refresh_token/refresh/without-scope refresh_token/after-refusal',
      'fail omitted-scope-is-original refresh_token/refresh/without-scope',
      // The user of a refreshed token is always johndoe.
      'fail subject-preserved refresh_token/chain refresh_token/replay refresh_token/resource/refreshed-token',
      // RFC 6749 7: the resource server "MUST validate the access token"; RFC 6750 3.1: 401.
      'fail invalid-token-refused password/resource/tampered password/resource/garbage password/resource/no-token',
      'fail refresh-token-not-accepted refresh_token/resource/refresh-token',
      // RFC 7662 2.1: "MUST also require some form of authorization"; token is "REQUIRED"; 2.2: active false. It says active true to everything.
      'fail introspection-needs-authorization password/introspection/without-client-authentication',
      'fail introspection-bad-client-401 password/introspection/without-client-authentication',
      'fail introspection-needs-token password/introspection/missing-token',
      'fail introspection-inactive password/introspection/garbage',
      'fail forged-token-inactive password/introspection/tampered',
      'fail revoked-refresh-token-inactive refresh_token/revocation/refresh-token',
      // RFC 7009 2.1: "first validates the client credentials"; token is "REQUIRED"; then it "invalidates the token". It does nothing.
      'fail revocation-needs-client-authentication refresh_token/revocation/without-client-authentication',
      'warn revocation-needs-token password/revocation/missing-token',
      'fail revoked-refresh-token-refused refresh_token/revocation/refresh-token',
      // RFC 8414 2: grant_types_supported lists "the OAuth 2.0 grant type values that this authorization server supports"; refresh_token is not there.
      'warn metadata-grant-types-truthful password/metadata/document',
    ],
    unjudged: [],
  },
];
