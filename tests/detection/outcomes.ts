/** Picking verdicts and checks out of a run. */
import type { Outcome, Verdict } from '../../src/verdicts/verdict.js';
import type { InProcessRun } from '../self/in-process-run.js';

export function withOutcome({ verdicts }: InProcessRun, ...outcomes: readonly Outcome[]): Verdict[] {
  return verdicts.filter(({ outcome }) => outcomes.includes(outcome));
}

/** Ids of the checks with a verdict of one of these outcomes. */
export function checksWith(run: InProcessRun, ...outcomes: readonly Outcome[]): Set<string> {
  return new Set(withOutcome(run, ...outcomes).map(({ check }) => check));
}

/** Ids of the checks that were satisfied somewhere; of invariants only these are told. */
export function passingChecks(run: InProcessRun): Set<string> {
  return new Set([...checksWith(run, 'pass'), ...run.results.flatMap(({ satisfied }) => satisfied)]);
}

/** Ids of the checks that had something to judge. */
export function judgedChecks(run: InProcessRun): Set<string> {
  return new Set([...checksWith(run, 'info', 'warn', 'fail'), ...passingChecks(run)]);
}
