/** What a grant says about the token: claims of a JWT, scope, lifetime; and how two grants differ. */
import { type JsonObject, member } from '../../http/answer.js';
import type { Observation } from '../../http/observation.js';
import { readAccessTokenJwt } from '../jwt.js';
import { quoted } from '../quoting.js';

/** The payload of the access token; `undefined` when it is no JWT. Nothing is verified. */
export function claims(observation: Observation | undefined): JsonObject | undefined {
  return observation?.response && readAccessTokenJwt(observation.response)?.claims;
}

function asScope(value: unknown): Set<string> | undefined {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(' ') : undefined;
  return list && new Set(list.filter((entry): entry is string => typeof entry === 'string' && entry !== ''));
}

/** The scope of the response, else of the JWT; `undefined` when neither names one. */
export function statedScope(observation: Observation | undefined): Set<string> | undefined {
  if (!observation?.response) return undefined;
  const payload = claims(observation);
  return asScope(member(observation.response, 'scope')) ?? asScope(payload?.scope) ?? asScope(payload?.scp);
}

/** The scope values that the JWT names; empty: none, or it is no JWT. */
export function scopeOfToken(observation: Observation): Set<string> {
  const payload = claims(observation);
  return asScope(payload?.scope) ?? asScope(payload?.scp) ?? asScope(payload?.scopes) ?? new Set();
}

/** Every scope value that the response or the JWT names. */
export function everyScope(observation: Observation): Set<string> {
  const payload = claims(observation);
  const named = [
    observation.response && member(observation.response, 'scope'),
    payload?.scope,
    payload?.scp,
    payload?.scopes,
  ];
  return new Set(named.flatMap((value) => [...(asScope(value) ?? [])]));
}

export function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

/** `expires_in` in seconds; `undefined` when absent or no number. */
export function lifetime(observation: Observation | undefined): number | undefined {
  const value = observation?.response && member(observation.response, 'expires_in');
  return typeof value === 'number' ? value : undefined;
}

/** Seconds by which two lifetimes may differ and still be the same: what is left of a reused token shrinks. */
const lifetimeTolerance = 5;

/**
 * How a grant differs from the one of the valid request in lifetime, scope, subject and (only there) claim names.
 * Empty: in nothing. Token values always differ and are not compared.
 */
export function grantDifferences(
  observation: Observation,
  control: Observation,
  options: { readonly claimNames: boolean },
): string[] {
  const found: string[] = [];
  const seconds = [lifetime(observation), lifetime(control)] as const;
  const sameLifetime =
    seconds[0] === undefined || seconds[1] === undefined
      ? seconds[0] === seconds[1]
      : Math.abs(seconds[0] - seconds[1]) <= lifetimeTolerance;
  if (!sameLifetime)
    found.push(`expires_in is ${seconds[0] ?? 'absent'} instead of ${seconds[1] ?? 'absent'}`);
  const scopes = [
    statedScope(observation) ?? new Set<string>(),
    statedScope(control) ?? new Set<string>(),
  ] as const;
  if (!sameSet(...scopes)) found.push('the scope is another one');
  const [given, expected] = [claims(observation), claims(control)];
  const [lives, usually] = [given, expected].map((payload) =>
    typeof payload?.exp === 'number' && typeof payload.iat === 'number'
      ? payload.exp - payload.iat
      : undefined,
  );
  if (sameLifetime && lives !== undefined && usually !== undefined && lives - usually > lifetimeTolerance)
    found.push(`the token lives for ${lives} s instead of ${usually} s`);
  if (typeof expected?.sub === 'string' && given?.sub !== expected.sub)
    found.push('the subject is another one');
  if (options.claimNames && given && expected) {
    const added = Object.keys(given).filter((name) => !Object.hasOwn(expected, name));
    if (added.length > 0) found.push(`additional claims ${quoted(added.join(', '))}`);
  }
  return found;
}
