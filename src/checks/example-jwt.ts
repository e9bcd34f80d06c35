/** JWTs for the examples of checks: well-formed, and signed by nobody. */
import { type AnswerLiteral, tokenResponse } from './examples.js';

/** 2026-09-21T14:13:20Z in seconds: when every example is answered. */
export const now = 1_790_000_000;

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

export interface JwtLiteral {
  readonly header?: object;
  /** Added to `sub`, `iat` and `exp`, one hour later; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signature?: string;
  /** Members of the token response beside the token. */
  readonly json?: object;
}

/** A token response whose access token is a JWT. */
export function jwtResponse({ header, claims, signature, json }: JwtLiteral = {}): AnswerLiteral {
  const payload = { sub: 'alice', iat: now, exp: now + 3600, ...claims };
  const token = [
    encode(header ?? { alg: 'RS256', typ: 'JWT' }),
    encode(payload),
    signature ?? 'c2lnbmF0dXJl',
  ];
  return { json: { ...tokenResponse, access_token: token.join('.'), ...json } };
}
