/** Checks that hold for every response of a class. */
import type { Check } from '../check.js';
import { accessTokenCharset } from './access-token-charset.js';
import { accessTokenRequired } from './access-token-required.js';
import { allowOn405 } from './allow-on-405.js';
import { basicRealm } from './basic-realm.js';
import { bearerB64token } from './bearer-b64token.js';
import { cacheContradictions } from './cache-contradictions.js';
import { cacheControlNoStore } from './cache-control-no-store.js';
import { cacheOnErrors } from './cache-on-errors.js';
import { challengeOn401 } from './challenge-on-401.js';
import { challengeSyntax } from './challenge-syntax.js';
import { contentLength } from './content-length.js';
import { contentTypePresent } from './content-type-present.js';
import { contractErrorSchema } from './contract-error-schema.js';
import { contractMediaType } from './contract-media-type.js';
import { contractResponseHeaders } from './contract-response-headers.js';
import { contractStatus } from './contract-status.js';
import { contractSuccessSchema } from './contract-success-schema.js';
import { dateHeader } from './date-header.js';
import { errorCharset } from './error-charset.js';
import { errorCodeRegistered } from './error-code-registered.js';
import { errorDescriptionCharset } from './error-description-charset.js';
import { errorDescriptionGeneric } from './error-description-generic.js';
import { errorMediaType } from './error-media-type.js';
import { errorNot2xx } from './error-not-2xx.js';
import { errorRequired } from './error-required.js';
import { errorResponseTime } from './error-response-time.js';
import { errorStatus400 } from './error-status-400.js';
import { errorUriSyntax } from './error-uri-syntax.js';
import { errorWithoutToken } from './error-without-token.js';
import { expiresInInteger } from './expires-in-integer.js';
import { expiresInPlausible } from './expires-in-plausible.js';
import { expiresInRecommended } from './expires-in-recommended.js';
import { fapi1ShortLived } from './fapi1-short-lived.js';
import { framingHeaders } from './framing-headers.js';
import { grantJsonObject } from './grant-json-object.js';
import { grantLatency } from './grant-latency.js';
import { grantMediaType } from './grant-media-type.js';
import { grantOrError } from './grant-or-error.js';
import { grantStatus200 } from './grant-status-200.js';
import { jsonUtf8 } from './json-utf8.js';
import { jtiUnique } from './jti-unique.js';
import { jwtAlgAllowed } from './jwt-alg-allowed.js';
import { jwtAlgNotNone } from './jwt-alg-not-none.js';
import { jwtAudience } from './jwt-audience.js';
import { jwtClientNamed } from './jwt-client-named.js';
import { jwtExpMatchesExpiresIn } from './jwt-exp-matches-expires-in.js';
import { jwtIssMatchesMetadata } from './jwt-iss-matches-metadata.js';
import { jwtNoKeyHeaders } from './jwt-no-key-headers.js';
import { jwtNoSecrets } from './jwt-no-secrets.js';
import { jwtNumericDates } from './jwt-numeric-dates.js';
import { jwtRequiredClaims } from './jwt-required-claims.js';
import { jwtScopeMatches } from './jwt-scope-matches.js';
import { jwtSignatureVerifies } from './jwt-signature-verifies.js';
import { jwtTyp } from './jwt-typ.js';
import { jwtValidAtOnce } from './jwt-valid-at-once.js';
import { never5xx } from './never-5xx.js';
import { noCredentialsInUrl } from './no-credentials-in-url.js';
import { noInternalDetails } from './no-internal-details.js';
import { noNullMembers } from './no-null-members.js';
import { noRedirect } from './no-redirect.js';
import { noSecretEcho } from './no-secret-echo.js';
import { noTokenInCookie } from './no-token-in-cookie.js';
import { noVersionDisclosure } from './no-version-disclosure.js';
import { nosniff } from './nosniff.js';
import { pragmaNoCache } from './pragma-no-cache.js';
import { rateLimitNotCacheable } from './rate-limit-not-cacheable.js';
import { refreshTokenCharset } from './refresh-token-charset.js';
import { retryAfterSyntax } from './retry-after-syntax.js';
import { scopeSyntax } from './scope-syntax.js';
import { strictTransportSecurity } from './strict-transport-security.js';
import { tokenFitsHeader } from './token-fits-header.js';
import { tokenShortLived } from './token-short-lived.js';
import { tokenTypeExpected } from './token-type-expected.js';
import { tokenTypeRequired } from './token-type-required.js';
import { tokenTypeSyntax } from './token-type-syntax.js';
import { tokensNotShared } from './tokens-not-shared.js';
import { tokensUnpredictable } from './tokens-unpredictable.js';
import { uniqueMembers } from './unique-members.js';

export const invariants: readonly Check[] = [
  accessTokenCharset,
  accessTokenRequired,
  allowOn405,
  basicRealm,
  bearerB64token,
  cacheContradictions,
  cacheControlNoStore,
  cacheOnErrors,
  challengeOn401,
  challengeSyntax,
  contentLength,
  contentTypePresent,
  contractErrorSchema,
  contractMediaType,
  contractResponseHeaders,
  contractStatus,
  contractSuccessSchema,
  dateHeader,
  errorCharset,
  errorCodeRegistered,
  errorDescriptionCharset,
  errorDescriptionGeneric,
  errorMediaType,
  errorNot2xx,
  errorRequired,
  errorResponseTime,
  errorStatus400,
  errorUriSyntax,
  errorWithoutToken,
  expiresInInteger,
  expiresInPlausible,
  expiresInRecommended,
  fapi1ShortLived,
  framingHeaders,
  grantJsonObject,
  grantLatency,
  grantMediaType,
  grantOrError,
  grantStatus200,
  jsonUtf8,
  jwtAlgAllowed,
  jwtAlgNotNone,
  jwtAudience,
  jwtClientNamed,
  jwtExpMatchesExpiresIn,
  jwtIssMatchesMetadata,
  jwtNoKeyHeaders,
  jwtNoSecrets,
  jwtNumericDates,
  jwtRequiredClaims,
  jwtScopeMatches,
  jwtSignatureVerifies,
  jwtTyp,
  jwtValidAtOnce,
  never5xx,
  noCredentialsInUrl,
  noInternalDetails,
  noNullMembers,
  noRedirect,
  noSecretEcho,
  noTokenInCookie,
  noVersionDisclosure,
  nosniff,
  pragmaNoCache,
  rateLimitNotCacheable,
  refreshTokenCharset,
  retryAfterSyntax,
  scopeSyntax,
  strictTransportSecurity,
  tokenFitsHeader,
  tokenShortLived,
  tokenTypeExpected,
  tokenTypeRequired,
  tokenTypeSyntax,
  jtiUnique,
  tokensNotShared,
  ...tokensUnpredictable,
  uniqueMembers,
];
