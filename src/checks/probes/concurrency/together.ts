import type { Observation } from '../../../http/observation.js';
import type { Subject } from '../../check.js';

/** The observations of the burst that this scenario began with, in order; empty when it was not sent. */
export function sentTogether({ step }: Subject): Observation[] {
  const found: Observation[] = [];
  for (let given = step('together/1'); given; given = step(`together/${found.length + 1}`)) found.push(given);
  return found;
}

/** The same as `steps` of an example. */
export function togetherSteps(...burst: readonly Observation[]): Record<string, Observation> {
  return Object.fromEntries(burst.map((given, at) => [`together/${at + 1}`, given]));
}
