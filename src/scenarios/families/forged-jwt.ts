/** Copies of a JWT that nobody signed (RFC 7515 section 7.1, RFC 7519 section 6). `undefined`: the token is no JWT. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(
  token: string,
): { readonly claims: JWTPayload; readonly parts: readonly string[] } | undefined {
  try {
    decodeProtectedHeader(token);
    return { claims: decodeJwt(token), parts: token.split('.') };
  } catch {
    return undefined;
  }
}

/** Another payload under the signature that it had before: it lives a second longer. */
export function changedClaims(token: string): string | undefined {
  const jwt = signed(token);
  if (!jwt) return undefined;
  const [header, , signature] = jwt.parts;
  const { exp } = jwt.claims;
  const change = exp === undefined ? { changed: true } : { exp: exp + 1 };
  return [header, part({ ...jwt.claims, ...change }), signature].join('.');
}

/** The same claims, unsecured: `alg` is `none`, perhaps in other letters, and the signature is empty. */
export function unsigned(token: string, alg = 'none'): string | undefined {
  const jwt = signed(token);
  return jwt && `${part({ alg })}.${jwt.parts[1]}.`;
}
