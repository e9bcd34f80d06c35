import type { Observation } from '../../../http/observation.js';
import { sentForm } from '../sent.js';
import { statedScope } from '../token-facts.js';

/** The scope that the form asked for; `undefined` when it asked for none. */
export function requestedScope(given: Observation): Set<string> | undefined {
  const scope = sentForm(given).get('scope');
  return scope === null ? undefined : new Set(scope.split(' ').filter((value) => value !== ''));
}

/** No scope in a response means: as requested (RFC 6749 section 5.1). */
export function grantedScope(given: Observation): Set<string> | undefined {
  return statedScope(given) ?? requestedScope(given);
}
