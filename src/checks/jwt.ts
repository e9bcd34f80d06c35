/** Reading a JWT access token, without verifying it: its key belongs to the resource server. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { type JsonObject, stringMember } from '../http/answer.js';
import type { Observation, ReceivedResponse } from '../http/observation.js';
import { dateOf } from './http-date.js';

export interface AccessTokenJwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The claims as they are written in the token. */
  readonly claimsText: string;
  /** The third part, base64url; empty for an unsecured JWT. */
  readonly signature: string;
}

/** Three parts (RFC 7519 section 7.2): most opaque tokens are passed over without an exception. */
const maybeJwt = (token: string): boolean => token.split('.').length === 3;

/** Asked for by a dozen checks of each grant. */
const readings = new WeakMap<ReceivedResponse, { readonly jwt: AccessTokenJwt | undefined }>();

/** The access token as a JWS in compact serialisation (RFC 7515 section 7.1); `undefined`: it is opaque. */
export function readAccessTokenJwt(response: ReceivedResponse): AccessTokenJwt | undefined {
  let reading = readings.get(response);
  if (!reading) {
    reading = { jwt: jwtOf(stringMember(response, 'access_token')) };
    readings.set(response, reading);
  }
  return reading.jwt;
}

function jwtOf(token: string | undefined): AccessTokenJwt | undefined {
  if (token === undefined || !maybeJwt(token)) return undefined;
  try {
    const [, payload = '', signature = ''] = token.split('.');
    return {
      header: { ...decodeProtectedHeader(token) },
      claims: decodeJwt(token),
      claimsText: Buffer.from(payload, 'base64url').toString(),
      signature,
    };
  } catch {
    return undefined;
  }
}

/** The payload of any JWT; `undefined`: the text is none. */
export function claimsOf(token: string): JsonObject | undefined {
  if (!maybeJwt(token)) return undefined;
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

/** A NumericDate of our time (RFC 7519 section 2): seconds, neither milliseconds nor a duration. */
export function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && value > 1e9 && value < 1e10;
}

/** Seconds since the epoch at which the response was made: by our clock, and by the server's where it tells. */
export function clocks(observation: Observation, response: ReceivedResponse): number[] {
  const ours = [observation.startedAt, observation.startedAt + observation.milliseconds];
  const theirs = dateOf(response);
  return [...ours, ...(theirs === undefined ? [] : [theirs])].map((milliseconds) => milliseconds / 1000);
}
