/** The checks that are bound to probes: each judges what came back for one thing that was tried. */
import type { Check } from '../check.js';
import { guessesNoticed } from './abuse/guesses-noticed.js';
import { lockEnds } from './abuse/lock-ends.js';
import { noSuperLinearGrowth } from './abuse/no-super-linear-growth.js';
import { throttlingExplained } from './abuse/throttling-explained.js';
import { throttlingInForce } from './abuse/throttling-in-force.js';
import { usersNotTimed } from './abuse/users-not-timed.js';
import { assertionReplayObserved } from './assertion/assertion-replay-observed.js';
import { clientAssertions } from './assertion/client-assertions.js';
import { basicChallenge } from './basic/basic-challenge.js';
import { basicDecoded } from './basic/basic-decoded.js';
import { basicOtherSecretRefused } from './basic/basic-other-secret-refused.js';
import { basicPlusClientIdGranted } from './basic/basic-plus-client-id-granted.js';
import { basicSchemeCaseIgnored } from './basic/basic-scheme-case-ignored.js';
import { basicSpacesTolerated } from './basic/basic-spaces-tolerated.js';
import { basicSupported } from './basic/basic-supported.js';
import { basicUnknownClient401 } from './basic/basic-unknown-client-401.js';
import { basicWrongSecret401 } from './basic/basic-wrong-secret-401.js';
import { conflictingAuthenticationRefused } from './basic/conflicting-authentication-refused.js';
import { duplicateAuthorizationRefused } from './basic/duplicate-authorization-refused.js';
import { malformedBasicRefused } from './basic/malformed-basic-refused.js';
import { mismatchedClientIdRefused } from './basic/mismatched-client-id-refused.js';
import { otherSchemeRefused } from './basic/other-scheme-refused.js';
import { twoAuthenticationMethodsRefused } from './basic/two-authentication-methods-refused.js';
import { callbackNotFetched } from './callback/callback-not-fetched.js';
import { accessTokenAccepted } from './companions/access-token-accepted.js';
import { accessTokenEndsWithRefreshToken } from './companions/access-token-ends-with-refresh-token.js';
import { accessTokenRevocable } from './companions/access-token-revocable.js';
import { foreignRevocationLeavesAccessToken } from './companions/foreign-revocation-leaves-access-token.js';
import { forgedTokenInactive } from './companions/forged-token-inactive.js';
import { hintedRevocation } from './companions/hinted-revocation.js';
import { introspectionActive } from './companions/introspection-active.js';
import { introspectionBadClient401 } from './companions/introspection-bad-client-401.js';
import { introspectionByGet } from './companions/introspection-by-get.js';
import { introspectionByOtherClient } from './companions/introspection-by-other-client.js';
import { introspectionConsistent } from './companions/introspection-consistent.js';
import { introspectionHintNoObstacle } from './companions/introspection-hint-no-obstacle.js';
import { introspectionInactive } from './companions/introspection-inactive.js';
import { introspectionInactiveSaysNoMore } from './companions/introspection-inactive-says-no-more.js';
import { introspectionMemberTypes } from './companions/introspection-member-types.js';
import { introspectionNeedsAuthorization } from './companions/introspection-needs-authorization.js';
import { introspectionNotStored } from './companions/introspection-not-stored.js';
import { invalidTokenRefused } from './companions/invalid-token-refused.js';
import { queryTokenRefused } from './companions/query-token-refused.js';
import { realmsApart } from './companions/realms-apart.js';
import { refreshTokenNoActiveAccessToken } from './companions/refresh-token-no-active-access-token.js';
import { refreshTokenNotAccepted } from './companions/refresh-token-not-accepted.js';
import { refreshedTokenActive } from './companions/refreshed-token-active.js';
import { refusedRevocationWithoutEffect } from './companions/refused-revocation-without-effect.js';
import { revocationBoundToClient } from './companions/revocation-bound-to-client.js';
import { revocationByGet } from './companions/revocation-by-get.js';
import { revocationErrorFormat } from './companions/revocation-error-format.js';
import { revocationNeedsClientAuthentication } from './companions/revocation-needs-client-authentication.js';
import { revocationSucceeds } from './companions/revocation-succeeds.js';
import { revokedAccessTokenRefused } from './companions/revoked-access-token-refused.js';
import { revokedRefreshTokenRefused } from './companions/revoked-refresh-token-refused.js';
import { revokedTokenInactive } from './companions/revoked-token-inactive.js';
import { tokenParameterRequired } from './companions/token-parameter-required.js';
import { concurrentCodeExchangedOnce } from './concurrency/concurrent-code-exchanged-once.js';
import { concurrentIssueIsolation } from './concurrency/concurrent-issue-isolation.js';
import { concurrentRefreshAnswered } from './concurrency/concurrent-refresh-answered.js';
import { concurrentRefreshSingleUse } from './concurrency/concurrent-refresh-single-use.js';
import { claimedAddressNotTrusted } from './credentials/claimed-address-not-trusted.js';
import { clientAssertionRefused } from './credentials/client-assertion-refused.js';
import { clientAuthenticatedFirst } from './credentials/client-authenticated-first.js';
import { clientCredentialsNeedAuthentication } from './credentials/client-credentials-need-authentication.js';
import { clientIdCaseSensitive } from './credentials/client-id-case-sensitive.js';
import { clientSecretVerbatim } from './credentials/client-secret-verbatim.js';
import { credentialsNotSwapped } from './credentials/credentials-not-swapped.js';
import { disabledUserRefused } from './credentials/disabled-user-refused.js';
import { enumeration } from './credentials/enumeration.js';
import { expiredClientRefused } from './credentials/expired-client-refused.js';
import { injectionRefused } from './credentials/injection-refused.js';
import { passwordBeyond72Bytes } from './credentials/password-beyond-72-bytes.js';
import { passwordFormObserved } from './credentials/password-form-observed.js';
import { passwordVerbatim } from './credentials/password-verbatim.js';
import { publicClientRefused } from './credentials/public-client-refused.js';
import { restrictedClientRefused } from './credentials/restricted-client-refused.js';
import { unknownClientIsInvalidClient } from './credentials/unknown-client-is-invalid-client.js';
import { unknownUserIsInvalidGrant } from './credentials/unknown-user-is-invalid-grant.js';
import { usernameVariantObserved } from './credentials/username-variant-observed.js';
import { wrongClientSecretIsInvalidClient } from './credentials/wrong-client-secret-is-invalid-client.js';
import { wrongPasswordIsInvalidGrant } from './credentials/wrong-password-is-invalid-grant.js';
import { wrongPasswordRefused } from './credentials/wrong-password-refused.js';
import { fapi2 } from './fapi2/fapi2.js';
import { generatedCredentialsRefused } from './fuzz/generated-credentials-refused.js';
import { sameMeaningGranted } from './fuzz/same-meaning-granted.js';
import { valueNotInHeaders } from './fuzz/value-not-in-headers.js';
import { grantTypeComparedExactly } from './grant-type/grant-type-compared-exactly.js';
import { passwordGrantNotOffered } from './grant-type/password-grant-not-offered.js';
import { undocumentedGrantDisabled } from './grant-type/undocumented-grant-disabled.js';
import { unknownExtensionGrantIsUnsupported } from './grant-type/unknown-extension-grant-is-unsupported.js';
import { unknownGrantTypeIsUnsupported } from './grant-type/unknown-grant-type-is-unsupported.js';
import { duplicateHeaderDeterministic } from './headers/duplicate-header-deterministic.js';
import { emptyHeaderRefused } from './headers/empty-header-refused.js';
import { headerErrorIsOauth } from './headers/header-error-is-oauth.js';
import { malformedHeaderRefused } from './headers/malformed-header-refused.js';
import { otherRealmRefused } from './headers/other-realm-refused.js';
import { refreshHeadersEnforced } from './headers/refresh-headers-enforced.js';
import { requiredHeaderEnforced } from './headers/required-header-enforced.js';
import { unusualHeaderHarmless } from './headers/unusual-header-harmless.js';
import { largeRequests } from './large/large-requests.js';
import { accessTokenExpires } from './lifetime/access-token-expires.js';
import { refreshTokenExpires } from './lifetime/refresh-token-expires.js';
import { refreshTokenExpiryFinite } from './lifetime/refresh-token-expiry-finite.js';
import { keySetUsable } from './metadata/key-set-usable.js';
import { metadataAuthMethodsTruthful } from './metadata/metadata-auth-methods-truthful.js';
import { metadataEndpoints } from './metadata/metadata-endpoints.js';
import { metadataGrantTypesTruthful } from './metadata/metadata-grant-types-truthful.js';
import { metadataIssuerMatch } from './metadata/metadata-issuer-match.js';
import { metadataJson200 } from './metadata/metadata-json-200.js';
import { metadataLists } from './metadata/metadata-lists.js';
import { metadataPkcePublished } from './metadata/metadata-pkce-published.js';
import { metadataSigningAlgsListed } from './metadata/metadata-signing-algs-listed.js';
import { blankParameterRefused } from './missing/blank-parameter-refused.js';
import { bracketedParameterHarmless } from './missing/bracketed-parameter-harmless.js';
import { bracketedParameterIgnored } from './missing/bracketed-parameter-ignored.js';
import { duplicateDifferingParameter } from './missing/duplicate-differing-parameter.js';
import { duplicateIdenticalRefused } from './missing/duplicate-identical-refused.js';
import { malformedParameterRefused } from './missing/malformed-parameter-refused.js';
import { missingParameter } from './missing/missing-parameter.js';
import { parameterNameCaseSensitive } from './missing/parameter-name-case-sensitive.js';
import { requiredParameterEnforced } from './missing/required-parameter-enforced.js';
import { codeReplayEndsTokens } from './presented/code-replay-ends-tokens.js';
import { issuedTokenTypeStated } from './presented/issued-token-type-stated.js';
import { presentedValues } from './presented/presented-values.js';
import { controlCharacterRefused } from './protocol/control-character-refused.js';
import { corsForAllowedOrigin } from './protocol/cors-for-allowed-origin.js';
import { corsNotOpenWithCredentials } from './protocol/cors-not-open-with-credentials.js';
import { corsVariesByOrigin } from './protocol/cors-varies-by-origin.js';
import { crlfNotInjected } from './protocol/crlf-not-injected.js';
import { degenerateFormRefused } from './protocol/degenerate-form-refused.js';
import { emptyBodyRefused } from './protocol/empty-body-refused.js';
import { errorDescriptionStaysAscii } from './protocol/error-description-stays-ascii.js';
import { errorIsJsonWhateverAcceptSays } from './protocol/error-is-json-whatever-accept-says.js';
import { forwardedHostIgnored } from './protocol/forwarded-host-ignored.js';
import { getNotAccepted } from './protocol/get-not-accepted.js';
import { headHasNoBody } from './protocol/head-has-no-body.js';
import { invalidPercentEncodingRefused } from './protocol/invalid-percent-encoding-refused.js';
import { invalidUtf8Refused } from './protocol/invalid-utf8-refused.js';
import { jsonBodyRefused } from './protocol/json-body-refused.js';
import { jsonValuesAreTexts } from './protocol/json-values-are-texts.js';
import { jsonpDisabled } from './protocol/jsonp-disabled.js';
import { malformedContentTypeRefused } from './protocol/malformed-content-type-refused.js';
import { markupNotReflected } from './protocol/markup-not-reflected.js';
import { methodOverrideIgnored } from './protocol/method-override-ignored.js';
import { mislabelledFormRefused } from './protocol/mislabelled-form-refused.js';
import { missingContentTypeHarmless } from './protocol/missing-content-type-harmless.js';
import { multipartBodyRefused } from './protocol/multipart-body-refused.js';
import { optionsHarmless } from './protocol/options-harmless.js';
import { otherMethodsRefused } from './protocol/other-methods-refused.js';
import { queryClientCredentialsRefused } from './protocol/query-client-credentials-refused.js';
import { queryDoesNotOverride } from './protocol/query-does-not-override.js';
import { queryParametersIgnored } from './protocol/query-parameters-ignored.js';
import { queryRefreshTokenRefused } from './protocol/query-refresh-token-refused.js';
import { toleratedOrRefused } from './protocol/tolerated-or-refused.js';
import { traceDisabled } from './protocol/trace-disabled.js';
import { uniformErrorShape } from './protocol/uniform-error-shape.js';
import { xmlBodyRefused } from './protocol/xml-body-refused.js';
import { accessTokenIsNoRefreshToken } from './refresh/access-token-is-no-refresh-token.js';
import { expiryRenewed } from './refresh/expiry-renewed.js';
import { failedRefreshDoesNotConsume } from './refresh/failed-refresh-does-not-consume.js';
import { foreignAttemptDoesNotRevoke } from './refresh/foreign-attempt-does-not-revoke.js';
import { narrowerScopeGranted } from './refresh/narrower-scope-granted.js';
import { newAccessTokenDiffers } from './refresh/new-access-token-differs.js';
import { nextRefreshSucceeds } from './refresh/next-refresh-succeeds.js';
import { omittedScopeIsOriginal } from './refresh/omitted-scope-is-original.js';
import { partOfRefreshTokenRefused } from './refresh/part-of-refresh-token-refused.js';
import { publicClientRotated } from './refresh/public-client-rotated.js';
import { refreshNeedsClientAuthentication } from './refresh/refresh-needs-client-authentication.js';
import { refreshSucceeds } from './refresh/refresh-succeeds.js';
import { refreshTokenBoundToClient } from './refresh/refresh-token-bound-to-client.js';
import { refreshTokenBoundToRealm } from './refresh/refresh-token-bound-to-realm.js';
import { refreshTokenComparedExactly } from './refresh/refresh-token-compared-exactly.js';
import { refreshTokenOnlyInBody } from './refresh/refresh-token-only-in-body.js';
import { refreshTokenRotated } from './refresh/refresh-token-rotated.js';
import { refreshWithWrongSecretRefused } from './refresh/refresh-with-wrong-secret-refused.js';
import { replayEndsAccessTokens } from './refresh/replay-ends-access-tokens.js';
import { replayRevokesFamily } from './refresh/replay-revokes-family.js';
import { rotatedRefreshTokenRefused } from './refresh/rotated-refresh-token-refused.js';
import { scopeNotWidened } from './refresh/scope-not-widened.js';
import { scopeRestoredAfterNarrowing } from './refresh/scope-restored-after-narrowing.js';
import { shapedRefreshTokenRefused } from './refresh/shaped-refresh-token-refused.js';
import { subjectPreserved } from './refresh/subject-preserved.js';
import { tamperedRefreshTokenRefused } from './refresh/tampered-refresh-token-refused.js';
import { unknownRefreshTokenIsInvalidGrant } from './refresh/unknown-refresh-token-is-invalid-grant.js';
import { differingScopeStated } from './scope/differing-scope-stated.js';
import { emptyScopeOmitted } from './scope/empty-scope-omitted.js';
import { forbiddenScopeNotGranted } from './scope/forbidden-scope-not-granted.js';
import { malformedScopeHarmless } from './scope/malformed-scope-harmless.js';
import { scopeCaseSensitive } from './scope/scope-case-sensitive.js';
import { scopeOrderIgnored } from './scope/scope-order-ignored.js';
import { scopeSeparatedBySpaces } from './scope/scope-separated-by-spaces.js';
import { scopeStated } from './scope/scope-stated.js';
import { unknownScopeNotGranted } from './scope/unknown-scope-not-granted.js';
import { certificateValid } from './tls/certificate-valid.js';
import { oldTlsRefused } from './tls/old-tls-refused.js';
import { plainHttpNotRedirected } from './tls/plain-http-not-redirected.js';
import { plainHttpNotServed } from './tls/plain-http-not-served.js';
import { weakCipherRefused } from './tls/weak-cipher-refused.js';
import { bodyCredentialsSupported } from './valid/body-credentials-supported.js';
import { closingControlGranted } from './valid/closing-control-granted.js';
import { codingOffered } from './valid/coding-offered.js';
import { cookiesProtected } from './valid/cookies-protected.js';
import { formCharsetAccepted } from './valid/form-charset-accepted.js';
import { headerNameCaseIgnored } from './valid/header-name-case-ignored.js';
import { hmacKeyNotGuessable } from './valid/hmac-key-not-guessable.js';
import { irrelevantParameterIgnored } from './valid/irrelevant-parameter-ignored.js';
import { jsonWhateverAcceptSays } from './valid/json-whatever-accept-says.js';
import { massAssignmentIgnored } from './valid/mass-assignment-ignored.js';
import { mediaTypeCaseIgnored } from './valid/media-type-case-ignored.js';
import { noRefreshTokenForClientCredentials } from './valid/no-refresh-token-for-client-credentials.js';
import { omittedScopeHasDefault } from './valid/omitted-scope-has-default.js';
import { paddedHeaderTrimmed } from './valid/padded-header-trimmed.js';
import { percentEncodingEquivalent } from './valid/percent-encoding-equivalent.js';
import { plusEqualsPercent20 } from './valid/plus-equals-percent20.js';
import { secondUserHasOwnSubject } from './valid/second-user-has-own-subject.js';
import { secondUserTokenDiffers } from './valid/second-user-token-differs.js';
import { specialClient } from './valid/special-client.js';
import { specialUserGranted } from './valid/special-user-granted.js';
import { tokenEntropy } from './valid/token-entropy.js';
import { tokenNotDerivedFromRequest } from './valid/token-not-derived-from-request.js';
import { unknownHeaderIgnored } from './valid/unknown-header-ignored.js';
import { unknownParameterIgnored } from './valid/unknown-parameter-ignored.js';
import { unknownQueryIgnored } from './valid/unknown-query-ignored.js';
import { validRequestGranted } from './valid/valid-request-granted.js';
import { valuelessOptionalOmitted } from './valid/valueless-optional-omitted.js';
import { ambiguousLengthCloses } from './wire/ambiguous-length-closes.js';
import { chunkedBodyAccepted } from './wire/chunked-body-accepted.js';
import { expectContinueAnswered } from './wire/expect-continue-answered.js';
import { invalidContentLengthRefused } from './wire/invalid-content-length-refused.js';
import { malformedMessages } from './wire/malformed-messages.js';
import { responsesBelongToRequests } from './wire/responses-belong-to-requests.js';
import { truncatedBodyNotProcessed } from './wire/truncated-body-not-processed.js';

export const probeChecks: readonly Check[] = [
  closingControlGranted,
  cookiesProtected,
  formCharsetAccepted,
  headerNameCaseIgnored,
  hmacKeyNotGuessable,
  irrelevantParameterIgnored,
  jsonWhateverAcceptSays,
  massAssignmentIgnored,
  mediaTypeCaseIgnored,
  noRefreshTokenForClientCredentials,
  omittedScopeHasDefault,
  percentEncodingEquivalent,
  plusEqualsPercent20,
  bodyCredentialsSupported,
  secondUserHasOwnSubject,
  secondUserTokenDiffers,
  ...specialClient,
  specialUserGranted,
  ...tokenEntropy,
  tokenNotDerivedFromRequest,
  unknownHeaderIgnored,
  unknownParameterIgnored,
  unknownQueryIgnored,
  validRequestGranted,
  valuelessOptionalOmitted,
  differingScopeStated,
  emptyScopeOmitted,
  malformedScopeHarmless,
  unknownScopeNotGranted,
  forbiddenScopeNotGranted,
  scopeOrderIgnored,
  scopeStated,
  scopeCaseSensitive,
  scopeSeparatedBySpaces,
  blankParameterRefused,
  bracketedParameterHarmless,
  bracketedParameterIgnored,
  ...duplicateDifferingParameter,
  duplicateIdenticalRefused,
  malformedParameterRefused,
  ...missingParameter,
  parameterNameCaseSensitive,
  requiredParameterEnforced,
  duplicateHeaderDeterministic,
  emptyHeaderRefused,
  headerErrorIsOauth,
  malformedHeaderRefused,
  otherRealmRefused,
  refreshHeadersEnforced,
  requiredHeaderEnforced,
  unusualHeaderHarmless,
  clientIdCaseSensitive,
  clientSecretVerbatim,
  ...credentialsNotSwapped,
  disabledUserRefused,
  ...enumeration,
  ...injectionRefused,
  passwordBeyond72Bytes,
  passwordFormObserved,
  passwordVerbatim,
  restrictedClientRefused,
  unknownClientIsInvalidClient,
  unknownUserIsInvalidGrant,
  usernameVariantObserved,
  wrongClientSecretIsInvalidClient,
  wrongPasswordIsInvalidGrant,
  wrongPasswordRefused,
  claimedAddressNotTrusted,
  clientAuthenticatedFirst,
  basicDecoded,
  clientAssertionRefused,
  ...clientAssertions,
  ...presentedValues,
  codeReplayEndsTokens,
  issuedTokenTypeStated,
  assertionReplayObserved,
  expiredClientRefused,
  basicChallenge,
  basicSchemeCaseIgnored,
  basicSupported,
  basicUnknownClient401,
  basicWrongSecret401,
  basicOtherSecretRefused,
  conflictingAuthenticationRefused,
  malformedBasicRefused,
  mismatchedClientIdRefused,
  otherSchemeRefused,
  twoAuthenticationMethodsRefused,
  basicPlusClientIdGranted,
  duplicateAuthorizationRefused,
  grantTypeComparedExactly,
  passwordGrantNotOffered,
  undocumentedGrantDisabled,
  unknownExtensionGrantIsUnsupported,
  unknownGrantTypeIsUnsupported,
  controlCharacterRefused,
  corsNotOpenWithCredentials,
  corsVariesByOrigin,
  crlfNotInjected,
  degenerateFormRefused,
  emptyBodyRefused,
  errorDescriptionStaysAscii,
  errorIsJsonWhateverAcceptSays,
  forwardedHostIgnored,
  getNotAccepted,
  headHasNoBody,
  invalidPercentEncodingRefused,
  invalidUtf8Refused,
  jsonBodyRefused,
  jsonValuesAreTexts,
  jsonpDisabled,
  malformedContentTypeRefused,
  markupNotReflected,
  mislabelledFormRefused,
  missingContentTypeHarmless,
  multipartBodyRefused,
  optionsHarmless,
  otherMethodsRefused,
  queryClientCredentialsRefused,
  queryDoesNotOverride,
  queryParametersIgnored,
  queryRefreshTokenRefused,
  traceDisabled,
  xmlBodyRefused,
  methodOverrideIgnored,
  uniformErrorShape,
  accessTokenIsNoRefreshToken,
  expiryRenewed,
  failedRefreshDoesNotConsume,
  newAccessTokenDiffers,
  ...nextRefreshSucceeds,
  omittedScopeIsOriginal,
  refreshNeedsClientAuthentication,
  refreshSucceeds,
  refreshTokenBoundToClient,
  refreshTokenBoundToRealm,
  refreshTokenComparedExactly,
  refreshTokenRotated,
  refreshWithWrongSecretRefused,
  replayRevokesFamily,
  rotatedRefreshTokenRefused,
  scopeNotWidened,
  subjectPreserved,
  tamperedRefreshTokenRefused,
  unknownRefreshTokenIsInvalidGrant,
  publicClientRotated,
  foreignAttemptDoesNotRevoke,
  narrowerScopeGranted,
  scopeRestoredAfterNarrowing,
  replayEndsAccessTokens,
  ...accessTokenAccepted,
  accessTokenRevocable,
  introspectionActive,
  introspectionConsistent,
  introspectionInactiveSaysNoMore,
  introspectionInactive,
  introspectionMemberTypes,
  introspectionNeedsAuthorization,
  introspectionNotStored,
  invalidTokenRefused,
  refreshTokenNotAccepted,
  ...tokenParameterRequired,
  ...revocationSucceeds,
  revokedAccessTokenRefused,
  revokedRefreshTokenRefused,
  accessTokenEndsWithRefreshToken,
  ...accessTokenExpires,
  callbackNotFetched,
  concurrentCodeExchangedOnce,
  concurrentIssueIsolation,
  concurrentRefreshAnswered,
  concurrentRefreshSingleUse,
  refreshTokenExpires,
  shapedRefreshTokenRefused,
  partOfRefreshTokenRefused,
  refreshTokenOnlyInBody,
  refreshTokenExpiryFinite,
  revocationNeedsClientAuthentication,
  ...refusedRevocationWithoutEffect,
  ...revocationBoundToClient,
  revocationErrorFormat,
  introspectionByOtherClient,
  refreshedTokenActive,
  refreshTokenNoActiveAccessToken,
  forgedTokenInactive,
  queryTokenRefused,
  ...realmsApart,
  ...guessesNoticed,
  throttlingExplained,
  ...throttlingInForce,
  lockEnds,
  usersNotTimed,
  noSuperLinearGrowth,
  ...fapi2,
  ...hintedRevocation,
  ...revocationByGet,
  ...revokedTokenInactive,
  foreignRevocationLeavesAccessToken,
  introspectionBadClient401,
  introspectionByGet,
  introspectionHintNoObstacle,
  clientCredentialsNeedAuthentication,
  publicClientRefused,
  metadataJson200,
  metadataIssuerMatch,
  ...metadataEndpoints,
  metadataAuthMethodsTruthful,
  metadataGrantTypesTruthful,
  metadataSigningAlgsListed,
  metadataLists,
  metadataPkcePublished,
  keySetUsable,
  ...generatedCredentialsRefused,
  sameMeaningGranted,
  valueNotInHeaders,
  ambiguousLengthCloses,
  chunkedBodyAccepted,
  expectContinueAnswered,
  invalidContentLengthRefused,
  truncatedBodyNotProcessed,
  ...malformedMessages,
  responsesBelongToRequests,
  ...largeRequests,
  ...toleratedOrRefused,
  basicSpacesTolerated,
  codingOffered,
  corsForAllowedOrigin,
  paddedHeaderTrimmed,
  certificateValid,
  oldTlsRefused,
  weakCipherRefused,
  plainHttpNotServed,
  plainHttpNotRedirected,
];
