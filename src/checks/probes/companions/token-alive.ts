/** Whether a token is accepted: at the protected resource, or by introspection. */
import { header, member } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { parseChallenges } from '../../challenges.js';
import type { Subject } from '../../check.js';

/** A scope that does not suffice refuses the request, not the token (RFC 6750 section 3.1). */
export function acceptedByResource({ response }: Observation): boolean {
  if (!response) return false;
  if (response.status >= 200 && response.status < 300) return true;
  const { challenges } = parseChallenges(header(response, 'WWW-Authenticate') ?? '');
  return (
    response.status === 403 &&
    challenges.some(({ parameters }) => parameters.get('error') === 'insufficient_scope')
  );
}

/** `undefined`: the answer leaves it open, or there is none. */
export function isAlive(probe: string, given: Observation | undefined): boolean | undefined {
  if (!given?.response) return undefined;
  if (probe.startsWith('introspection/')) {
    const active = member(given.response, 'active');
    return typeof active === 'boolean' ? active : undefined;
  }
  if (acceptedByResource(given)) return true;
  return given.response.status >= 400 && given.response.status < 500 && given.response.status !== 429
    ? false
    : undefined;
}

const ended = [
  'revocation/resource-after',
  'resource/after/refresh-revocation',
  'introspection/after/refresh-revocation',
];

/** True when an access token of this login was seen to end before its time: they are not beyond recall. */
export function endsAccessTokens({ peer }: Subject): boolean {
  return ended.some((probe) => isAlive(probe, peer(probe)) === false);
}
