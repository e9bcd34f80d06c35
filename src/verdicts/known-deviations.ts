/** Known deviations of a product: a finding that is one stays a finding, and says so. Nothing is judged here. */
import type { KnownDeviation } from '../contract/profile.js';
import type { RunVerdict } from './aggregate.js';
import { matchesPattern } from './waivers.js';

const labelled: ReadonlySet<RunVerdict['outcome']> = new Set(['fail', 'warn', 'info', 'waived']);

type Place = Pick<RunVerdict, 'scenario' | 'actual'>;

function covers(known: KnownDeviation, { scenario, actual = '' }: Place): boolean {
  return (
    (known.scenario === undefined || matchesPattern(known.scenario, scenario)) &&
    known.actual.some((pattern) => matchesPattern(pattern, actual))
  );
}

/**
 * The known deviation that a verdict is; `undefined`: it is none, or not all of it is. An invariant that something else
 * breaks as well is a surprise.
 */
export function knownDeviation(
  verdict: Pick<RunVerdict, 'check' | 'outcome' | 'affected'> & Place,
  deviations: readonly KnownDeviation[],
): KnownDeviation | undefined {
  if (!labelled.has(verdict.outcome)) return undefined;
  const ofCheck = deviations.filter(({ checks }) => checks.includes(verdict.check));
  const places: readonly Place[] = verdict.affected.length > 0 ? verdict.affected : [verdict];
  const found = places.map((place) => ofCheck.find((known) => covers(known, place)));
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}
