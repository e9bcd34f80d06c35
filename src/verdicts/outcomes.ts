/** The order and the counts of outcomes: one place that says which of two outcomes weighs more. */
import type { Outcome } from './verdict.js';

/** From the one that needs attention most to the one that needs none. */
const byWeight: readonly Outcome[] = [
  'error',
  'fail',
  'waived',
  'warn',
  'info',
  'inconclusive',
  'pass',
  'not-applicable',
];

/** Negative when `a` weighs more than `b`: sorts the worst first. */
export function compareOutcomes(a: Outcome, b: Outcome): number {
  return byWeight.indexOf(a) - byWeight.indexOf(b);
}

/** `undefined` for none. */
export function worstOutcome(outcomes: Iterable<Outcome>): Outcome | undefined {
  return [...outcomes].sort(compareOutcomes)[0];
}

export interface Counts {
  readonly pass: number;
  readonly fail: number;
  readonly warn: number;
  readonly info: number;
  readonly notApplicable: number;
  readonly inconclusive: number;
  readonly waived: number;
  readonly error: number;
}

export function countOutcomes(outcomes: Iterable<Outcome>): Counts {
  const counts = new Map<Outcome, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const of = (outcome: Outcome): number => counts.get(outcome) ?? 0;
  return {
    pass: of('pass'),
    fail: of('fail'),
    warn: of('warn'),
    info: of('info'),
    notApplicable: of('not-applicable'),
    inconclusive: of('inconclusive'),
    waived: of('waived'),
    error: of('error'),
  };
}
