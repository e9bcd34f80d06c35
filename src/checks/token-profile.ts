/** Whether JWT access tokens are held to RFC 9068: only where the server or its document says that they follow it. */
import type { Severity, Subject } from './check.js';
import type { AccessTokenJwt } from './jwt.js';

const profileTypes = ['at+jwt', 'application/at+jwt'];

/** RFC 9068 section 2.1: `typ` declares that the token complies with the profile. */
export function hasProfileType({ header: { typ } }: AccessTokenJwt): boolean {
  return typeof typ === 'string' && profileTypes.includes(typ.toLowerCase());
}

/** The rules of RFC 9068 weigh as much as they say where it is claimed, and inform elsewhere. */
export function profileSeverity(
  jwt: AccessTokenJwt,
  { contract: { declared } }: Subject,
): { readonly severity?: Severity } {
  return declared.accessTokenProfile === 'rfc9068' || hasProfileType(jwt) ? { severity: 'fail' } : {};
}
