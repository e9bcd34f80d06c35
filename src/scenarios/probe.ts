/**
 * Probes: the vocabulary in which families say what they try and checks say what they judge. A self test
 * holds both sides to this table: a probe that no check judges, and a check whose probe nobody sends, are red.
 *
 * `<p>` is a parameter name of the contract; `<n>` a short kebab-case name.
 */
export const probes: Readonly<Record<string, string>> = {
  control: 'the complete valid request: prerequisite of other steps, or sent for its own sake',
  opening: 'the valid request before a group, judged by the invariants only',
  issue: 'the valid request of the grant that hands out the refresh token, as a prerequisite',

  'valid/minimal': 'required parameters only',
  'valid/every-optional': 'with each optional parameter',
  'valid/documented-example':
    'an example of the document, sent as it stands there (secrets from the settings)',
  'valid/reordered': 'form parameters in reverse order',
  'valid/alternative/<p>': 'a parameter sent by its documented alternative (header by query)',
  'valid/without-scope': 'scope left out',
  'valid/unknown-parameter': 'an unrecognised form parameter added',
  'valid/unknown-header': 'an unrecognised header added',
  'valid/unknown-query': 'an unrecognised query parameter added',
  'valid/irrelevant-parameter': 'parameters of another grant added (code, redirect_uri)',
  'valid/valueless-optional': 'optional known parameters sent without a value',
  'valid/percent-encoded': 'unreserved characters percent-encoded in a name and a value',
  'valid/header-case': 'header names in another case',
  'valid/media-type-charset': 'Content-Type with charset=UTF-8',
  'valid/media-type-case': 'Content-Type in mixed case',
  'valid/padded-headers': 'header values with white space around them',
  'valid/accept-encoding/<n>':
    'Accept-Encoding: identity, or browser (gzip, deflate, br; from an allowed origin where one is configured)',
  'valid/accept/<n>': 'Accept: html, xml, any, absent',
  'valid/special-user':
    'a user of the role SPECIAL: reserved and non-ASCII characters (space once as +, once as %20)',
  'valid/special-client': 'a client of the role SPECIAL',
  'valid/second-user': 'the user of the role OTHER',
  'valid/mass-assignment': 'extra parameters that name token properties (expires_in, role, sub, user_id)',
  'valid/client-in-body': 'client authentication in the body, where the valid request has another',
  'scope/reordered': 'two known scopes (one of the role OTHER): step names "given" and "reversed"',
  'scope/forbidden': 'the scope of the role RESTRICTED, which the main identity may not have',
  'scope/unknown': 'a scope that does not exist',
  'scope/empty': 'scope without a value',
  'scope/other-case': 'a known scope in another letter case',
  'scope/comma': 'two known scopes (one of the role OTHER) joined by a comma',
  'scope/malformed/<n>': 'a scope outside the grammar: quote, backslash, control, non-ascii',

  'missing/<p>': 'a required form parameter left out',
  'missing/client-identification': 'no client_id, client_secret or Authorization',
  'empty/<p>': 'a required form parameter without a value',
  'blank/<p>': 'a required form parameter of spaces only',
  'malformed/<p>': 'a form parameter that violates its schema',
  'duplicate-differing/<p>':
    'a form parameter twice with differing values, valid one first; step names "after" and "before" say where the extra stands',
  'duplicate-identical/<p>': 'a form parameter twice with the same value',
  'parameter-name-case/<p>': 'the name of a form parameter in another case',
  'bracketed/<p>': 'a form parameter renamed name[]',
  'bracketed-besides/<p>': 'a form parameter, and name[] and name[0] with another value',

  'missing-header/<p>': 'a required header (and its alternative) left out',
  'empty-header/<p>': 'a required header without a value',
  'blank-header/<p>': 'a required header of spaces only',
  'malformed-header/<p>': 'a header that violates its schema',
  'unusual-header/<p>':
    'a header with a value that its schema takes: two addresses, or a long one of unusual characters',
  'duplicate-header/<p>': 'a required header twice with differing values',
  'other-header/<p>': 'a required header with the value that belongs to another realm (role OTHER)',
  'unknown-header-value/<p>': 'a required header with a well-formed value nobody has',

  'credentials/username/<n>':
    'user name: unknown, case, padded, truncated, full-width, dotted, tagged (name+tag)',
  'credentials/password/<n>':
    'password: wrong, case, truncated, extended, padded-leading, padded-trailing, padded-tab, other, null-byte, pattern, full-width; of the role SPECIAL: beyond-72-bytes (bcrypt reads no more), decomposed, unaccented, question-marked; access-token, refresh-token: tokens of the same user',
  'credentials/client_id/<n>': 'client id in the body: unknown, case',
  'credentials/client_secret/<n>':
    'client secret in the body: wrong, case, truncated, extended, padded-leading, padded-trailing, other, null-byte, pattern',
  'credentials/injection/<n>':
    'a credential shaped like SQL, LDAP, NoSQL, a template, or like no text at all',
  'credentials/swapped/<n>':
    'the credentials of one kind in place of the other: client-as-user, user-as-client',
  'credentials/client_assertion/<n>':
    'a client assertion that proves nothing, in place of the secret: unknown-type, malformed-jwt',
  'credentials/expired-client': 'the client of the role EXPIRED: its secret has expired',
  'credentials/claimed-address/<p>':
    'a wrong password, and the loopback address in a header that carries an address',
  'credentials/client-first':
    'a wrong client secret with something else wrong, too: step names wrong-password, unknown-refresh-token',
  'credentials/public-client':
    'the client of the role PUBLIC, where the grant is for confidential clients only',
  'credentials/without-secret':
    'the client id without the secret, where the grant rests on client authentication alone',
  'credentials/disabled-user': 'right credentials of the role DISABLED',
  'credentials/disabled-user-wrong-password': 'the user of the role DISABLED with a wrong password',
  'credentials/restricted-client':
    'right credentials of the role RESTRICTED, a client that must not use the grant',
  'basic/valid': 'client authentication by HTTP Basic only',
  'basic/scheme-case': 'scheme name in lower case',
  'basic/percent-encoded': 'an unreserved character of the client id percent-encoded',
  'basic/two-spaces': 'two spaces between scheme name and credentials',
  'basic/client-id': 'Basic and the same client_id in the body',
  'basic/two-headers': 'two Authorization headers, the first one right and the second one wrong',
  'basic/wrong-secret': 'Basic with a wrong secret',
  'basic/other-secret': 'Basic with the secret of another client',
  'basic/empty-secret': 'Basic with an empty secret',
  'basic/unknown-client': 'Basic with an unknown client',
  'basic/malformed/<n>':
    'malformed Basic credentials: no-credentials, not-base64, no-colon, only-colon, empty-id, invalid-utf8',
  'basic/other-scheme/<n>': 'right credentials under another scheme: digest, bearer, unknown',
  'basic/both-identical': 'Basic and the same credentials in the body',
  'basic/both-conflicting': 'Basic right and body secret wrong; step "reversed": the other way round',
  'basic/two-clients': 'Basic of one client and the body of another (role OTHER), both right',
  'basic/mismatched-client-id': 'Basic right and another client_id in the body',

  'assertion/<n>':
    'the client assertion of a client that signs its own: expired, no-expiry, wrong-audience, no-audience, wrong-issuer, no-subject, wrong-subject, broken-signature, unsigned, not-yet-valid, other-type, other-client-id, with-secret, replay (step names "first" and "again")',

  'presented/unknown/<p>': 'a code, assertion or subject token that was never issued',
  'presented/replay': 'one code presented twice: step names "first" and "again"',
  'code/verifier/unasked': 'a code verifier with a code that was requested without a challenge',
  'presented/other-client': 'the code of one client presented by the client of the role OTHER',
  'presented/assertion/<n>':
    'an assertion of a trusted issuer but for one thing: broken-signature, unsigned; expired, wrong-audience (from the hook)',
  'code/redirect-uri/<n>': 'not the redirect_uri of the authorization request: missing, other, extended',
  'code/verifier/<n>':
    'not the code verifier that the challenge was made of: wrong, missing, empty, of-another-code, challenge (the challenge itself)',
  'device/<n>': 'a device code, from the hook, that is pending, denied or expired',
  'exchange/<n>': 'half an actor: actor-token-alone, actor-type-alone',

  'grant-type/unknown': 'a grant_type nobody knows',
  'grant-type/unknown-extension': 'an unknown extension grant (absolute URI)',
  'grant-type/case': 'grant_type in upper case',
  'grant-type/padded': 'grant_type with a trailing space',
  'grant-type/undocumented/<n>': 'a standard grant that the document does not offer',

  'method/<n>': 'another method: GET (parameters in the query), HEAD, OPTIONS, PUT, PATCH, DELETE, TRACE',
  'method/override': 'GET with the parameters in the query, and headers that ask for POST in its place',
  'media-type/json-body': 'the parameters as JSON',
  'media-type/json-types/<n>': 'a credential in JSON that is no text: object, array, number, true, null',
  'media-type/multipart': 'the parameters as multipart/form-data',
  'media-type/xml-body': 'an XML body with entities',
  'media-type/mislabelled/<n>': 'the form body labelled json, text, octet-stream',
  'media-type/charset/<n>': 'a charset parameter that is not UTF-8: unknown',
  'media-type/missing': 'the form body without Content-Type',
  'media-type/malformed/<n>': 'a Content-Type that is no media type',
  'query/all': 'all form parameters in the query, empty body',
  'query/client-credentials': 'client_id and client_secret in the query',
  'query/user-credentials': 'username and password in the query',
  'query/refresh-token': 'refresh_token in the query',
  'query/pollution': 'the valid body, and differing values of the same parameters in the query',
  'body/empty': 'an empty form body',
  'body/degenerate/<n>': 'bodies such as "&", "=", "%"',
  'body/compressed': 'the form body in gzip, with Content-Encoding',
  'body/invalid-percent': 'invalid percent-encoding in a value',
  'body/lone-percent': 'a percent sign at the end of a value',
  'body/invalid-utf8': 'bytes that are not UTF-8 in a value',
  'body/overlong-utf8': 'a letter in more bytes than UTF-8 allows',
  'body/control-character/<p>': 'a control character in a value',
  'body/reflected/<n>': 'markup or CR LF in a parameter value that may be echoed: html, crlf, quote',
  'error/accept-html': 'a refused request with Accept: text/html',
  'error/language': 'a refused request with Accept-Language: de',
  'cors/preflight': 'the preflight of a browser for an allowed origin',
  'cors/foreign-origin': 'the valid request with a foreign Origin',
  'host/forwarded': 'the valid request with forged X-Forwarded-Host',
  'jsonp/callback': 'the valid request with callback parameters',

  'large/parameter/<p>': 'a form parameter far longer than needed: 8 kB, a password 1 MiB',
  'large/many-parameters': 'thousands of unrecognised form parameters',
  'large/header': 'a header of 64 kB',
  'large/request-target': 'a query of 70 kB',

  'wire/method/<n>': 'the method as bytes: lower-case, unknown',
  'wire/chunked': 'the body in chunks, with pauses',
  'wire/ambiguous-length/<n>':
    'Content-Length and Transfer-Encoding: chunks-end-first, length-ends-first, unknown-coding',
  'wire/content-length/<n>': 'an invalid Content-Length: not-a-number, list, differing',
  'wire/truncated': 'a body that ends before its Content-Length; the client closes its side',
  'wire/host/<n>': 'Host: missing, twice',
  'wire/space-before-colon': 'a field line with a space before the colon',
  'wire/folded-line': 'client authentication in the continuation of a folded field line only',
  'wire/bare-cr': 'client authentication after a lone CR within a field value only',
  'wire/nul-in-field': 'NUL and more after the value of a header that names a realm',
  'wire/expect-continue': 'Expect: 100-continue; the body after a 100, or a second',
  'wire/one-connection':
    'valid for another user, to be refused, and valid over one connection; the last two at once. Step "alone": the one to be refused, on its own',

  'refresh/first': 'the refresh token just issued',
  'refresh/second': 'the refresh token that the first refresh returned (the old one when it returned none)',
  'refresh/third': 'one more link of the chain',
  'refresh/replay-rotated': 'a refresh token that was already exchanged for a new one',
  'refresh/after-replay': 'the newest refresh token, after an older one was replayed',
  'refresh/garbage/<n>':
    'a refresh token that was never issued: random, tampered-start, tampered-middle, tampered-end, prefix, extended',
  'refresh/shaped/<n>':
    'what codes for other things: null, operator, wildcard, sql, unicode, unsigned (a JWT of alg none)',
  'refresh/exact/<n>':
    'the right refresh token in another case, padded, quoted, encoded, with padding of Base64 or after Bearer',
  'refresh/in-authorization': 'the refresh token as a bearer token in the Authorization header only',
  'refresh/replay-ancestor': 'the first refresh token of a chain, when its grandchild was exchanged',
  'refresh/after-ancestor-replay': 'the newest refresh token of the chain after that',
  'refresh/replay-by-other-client': 'an exchanged refresh token presented by the client of the role OTHER',
  'refresh/after-replay-by-other-client': 'the newest refresh token of its owner after that',
  'refresh/replay-by-public-client': 'an exchanged refresh token of the role PUBLIC, a client without secret',
  'refresh/control-character': 'the refresh token followed by control characters',
  'refresh/access-token': 'the access token in place of the refresh token',
  'refresh/without-client-authentication': 'no client secret (or Authorization)',
  'refresh/wrong-secret': 'a wrong client secret',
  'refresh/other-client': 'the refresh token presented by the client of the role OTHER',
  'refresh/after-other-client': 'the right refresh, after that of the other client',
  'refresh/public-client': 'the refresh token of the role PUBLIC, a client without secret',
  'refresh/other-header/<p>': 'the refresh token presented under another realm (role OTHER)',
  'refresh/wider-scope': 'a scope that was not granted',
  'refresh/without-scope': 'scope left out',
  'refresh/narrower-scope': 'a part of the scope that was granted',
  'refresh/after-narrowing': 'scope left out, with the newest refresh token after a narrower scope',
  'refresh/expired': 'a refresh token that nobody used until its published expiry',
  'refresh/after-refusal': 'the right refresh, after refused ones with the same token',

  'abuse/password/wrong': 'a wrong password of the role DISPOSABLE, one of many',
  'abuse/password/disguised':
    'the same while the target answers with 429, with other values in headers about the caller',
  'abuse/password/right': 'the right password after the wrong ones',
  'abuse/password/locked': 'the right password after the wrong ones, before the wait',
  'abuse/password/recovered': 'the right password, after a wait',
  'abuse/client/wrong': 'a wrong secret of the client of the role DISPOSABLE, one of many',
  'abuse/client/right': 'the right secret after the wrong ones',
  'abuse/revocation/wrong': 'the same at the revocation endpoint, with a token that was never issued',
  'abuse/revocation/right': 'the right secret there after the wrong ones',
  'timing/known-user': 'a wrong password of the role DISPOSABLE, measured',
  'timing/unknown-user': 'a user that nobody has, measured',
  'growth/<n>':
    'a long value of a parameter, in two lengths: username-, client_id-, scope-letters, -spaces, -dots',
  'callback/parameters': 'the valid request with addresses of the harness in parameters that hold a URL',
  'callback/assertion': 'a client assertion whose header and client id name addresses of the harness',

  'concurrent/issue': 'logins of two users, by two clients where there are two, at the same moment',
  'concurrent/refresh': 'one refresh token redeemed several times at the same moment',
  'concurrent/code': 'one code presented several times at the same moment',
  'concurrent/successor': 'one of several new refresh tokens that such a burst brought',
  'introspection/concurrent': 'introspection of the tokens of logins at the same moment, each by its client',
  'resource/concurrent': 'the protected resource with the tokens of logins at the same moment',

  'resource/before-expiry': 'the protected resource with an access token that is about to expire',
  'resource/expired': 'the protected resource with an access token just after its expiry',
  'resource/expired-beyond-leeway': 'the same, when no leeway explains it any more',
  'introspection/before-expiry': 'introspection of an access token that is about to expire',
  'introspection/expired': 'introspection of an access token just after its expiry',
  'introspection/expired-beyond-leeway': 'the same, when no leeway explains it any more',

  'resource/access-token': 'the protected resource with a fresh access token',
  'resource/refreshed-token': 'the protected resource with an access token from a refresh',
  'resource/refresh-token': 'the protected resource with a refresh token',
  'resource/after/<n>':
    'the protected resource with an access token whose login was ended (replay, refresh-revocation, code-replay), or that another client tried to revoke (foreign-revocation)',
  'resource/token-in-query': 'the protected resource with the access token in the query only',
  'resource/tampered': 'the protected resource with a changed access token and its old signature',
  'resource/unsigned': 'the protected resource with the access token as a JWT of alg none',
  'resource/garbage': 'the protected resource with a token that was never issued',
  'resource/other-realm': 'the protected resource with an access token under another realm (role OTHER)',
  'introspection/other-realm': 'introspection of an access token under another realm',
  'revocation/other-realm': 'revocation of an access token under another realm',
  'resource/after-other-realm': 'the protected resource in the right realm, after that revocation',
  'resource/no-token': 'the protected resource without a token',
  'introspection/active': 'introspection of a fresh access token',
  'introspection/after/<n>': 'the same as resource/after, by introspection where there is no resource',
  'introspection/tampered': 'introspection of a changed access token with its old signature',
  'introspection/unsigned': 'introspection of the access token as a JWT of alg none',
  'introspection/refreshed-token': 'introspection of an access token from a refresh',
  'introspection/refresh-token': 'introspection of a refresh token',
  'introspection/other-client': 'introspection of a fresh access token by the client of the role OTHER',
  'introspection/hint/<n>':
    'introspection of a fresh access token with a wrong token_type_hint: refresh-token, unknown',
  'introspection/get': 'introspection by GET, with the token in the query',
  'introspection/missing-token': 'introspection without the token parameter',
  'introspection/wrong-secret': 'introspection with a wrong client secret: step names say by which method',
  'introspection/revoked-refresh-token': 'introspection of a refresh token that was revoked',
  'introspection/garbage': 'introspection of a token that was never issued',
  'introspection/without-client-authentication': 'introspection by nobody',
  'revocation/refresh-token': 'revocation of a refresh token',
  'revocation/again': 'the same revocation once more',
  'revocation/garbage': 'revocation of a token that was never issued',
  'revocation/missing-token': 'revocation without the token parameter',
  'revocation/refresh-after': 'a refresh with the revoked token',
  'revocation/without-client-authentication': 'revocation of a refresh token by nobody',
  'revocation/wrong-secret': 'revocation of a refresh token with a wrong client secret',
  'revocation/other-client': 'revocation of a refresh token by the client of the role OTHER',
  'refresh/after-unauthenticated-revocation':
    'the right refresh, after revocations without and with a wrong client secret',
  'refresh/after-foreign-revocation': 'the right refresh, after the revocation by the other client',
  'tls/certificate': 'a TLS handshake that is not broken off for a bad certificate',
  'tls/version/<n>': 'a TLS handshake that offers one old version: 1.0, 1.1',
  'tls/cipher/<n>':
    'a TLS 1.2 handshake that offers one class of cipher suites: null, rc4, export, 3des, static-key-exchange',
  'tls/plain-http/<n>':
    'the request by plain http with credentials nobody has: same-port, usual-port (80 beside 443)',
  'revocation/access-token': 'revocation of an access token',
  'revocation/resource-after': 'the protected resource with the revoked access token',
  'revocation/introspection-after': 'introspection of the revoked access token',
  'revocation/hint/<n>': 'revocation with a token_type_hint that is wrong: other-type, unknown',
  'revocation/get': 'revocation by GET, with everything in the query',
  'revocation/other-client-access-token': 'revocation of an access token by the client of the role OTHER',
  'refresh/after-hinted-revocation/<n>': 'a refresh with the token that was revoked with such a hint',
  'refresh/after-revocation-by-get': 'the right refresh, after a revocation by GET',
  'introspection/after-hinted-revocation/<n>':
    'introspection of an access token that was revoked with such a hint',
  'introspection/after-revocation-by-get': 'introspection of an access token, after a revocation by GET',

  'metadata/document': 'the metadata document',
  'metadata/jwks': 'the key set',
  'metadata/auth/<n>':
    'the valid request with each method of client authentication: client-secret-basic, client-secret-post',

  'fuzz/oauth/<n>':
    'generated: one to three differences from the valid request. same-meaning; wrong-user, wrong-client, wrong-refresh-token, wrong-realm (credentials that are not the right ones); other',
  'fuzz/http/<n>': 'the same, with a header or media type that may be refused before OAuth sees the request',
};

const segment = (text: string): string =>
  text === '**' ? '.+' : /^(\*|<.>)$/.test(text) ? '[^/]+' : text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** By pattern; `undefined` for one that covers nothing but itself. */
const compiled = new Map<string, RegExp | undefined>();

/** True when a pattern (`credentials/password/*`, `missing/**`) covers a probe. */
export function covers(pattern: string, probe: string): boolean {
  if (pattern === probe) return true;
  let expression = compiled.get(pattern);
  if (!expression && !compiled.has(pattern)) {
    if (/[*<]/.test(pattern)) expression = new RegExp(`^${pattern.split('/').map(segment).join('/')}$`);
    compiled.set(pattern, expression);
  }
  return expression?.test(probe) ?? false;
}
