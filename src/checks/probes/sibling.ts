import type { Observation } from '../../http/observation.js';
import type { Subject } from '../check.js';

/** The other step of a scenario that tries the same thing in two ways, by the names of both. */
export function sibling(subject: Subject, names: readonly [string, string]): Observation | undefined {
  return names.map(subject.step).find((made) => made !== undefined && made !== subject.observation);
}
