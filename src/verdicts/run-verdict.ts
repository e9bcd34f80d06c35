/** The verdict of a whole run and the exit code that tells it to a pipeline. */
import type { Counts } from './outcomes.js';
import type { ScenarioResult } from './verdict.js';

export type RunOutcome =
  | 'compatible'
  | 'compatible-with-deviations'
  | 'incompatible'
  | 'inconclusive'
  /** Nothing was judged (`--observe`). */
  | 'observed';

export interface RunFacts {
  readonly counts: Counts;
  /** Failures that a waiver covers. */
  readonly waivedFails: number;
  /** Fewer scenarios were judged than the contract yields: selected, cut short, or never begun. */
  readonly partial: boolean;
  /** The complete valid request worked, in the preflight and ever after. */
  readonly validRequestWorked: boolean;
  /** The run only observes. */
  readonly observes?: boolean;
}

/** True when the result says that the valid request did not work, or that the target was not there to be judged. */
export function stoodInTheWay({ inconclusive, unmet, controlLost }: ScenarioResult): boolean {
  return unmet === undefined && (controlLost !== undefined || inconclusive !== undefined);
}

/**
 * What failed was judged and stays failed, however the run ended. Everything milder needs a complete run:
 * `compatible` is never said of what was not seen.
 */
export function runVerdict(facts: RunFacts): RunOutcome {
  const { counts, waivedFails, partial, validRequestWorked } = facts;
  if (facts.observes) return counts.pass + counts.info > 0 ? 'observed' : 'inconclusive';
  if (counts.fail > 0) return 'incompatible';
  const judged = counts.pass + counts.warn + counts.info + counts.waived;
  if (partial || !validRequestWorked || counts.error > 0 || judged === 0) return 'inconclusive';
  return waivedFails > 0 ? 'compatible-with-deviations' : 'compatible';
}

export interface ExitFacts {
  readonly verdict: RunOutcome;
  readonly counts: Counts;
  /** Scenarios that the selection left; 0 with a reachable target: the selection matches nothing. */
  readonly selected: number;
  /** False when the preflight stopped the run before anything could be selected. */
  readonly preflightPassed: boolean;
  /** Number of scenarios and checks that could not be judged. */
  readonly notVerified: number;
  /** Waivers that have expired or no longer match a failure. */
  readonly staleWaivers: number;
  readonly failOn: 'must' | 'should' | 'never';
  readonly failOnUnverified: boolean;
}

/**
 * 0 conforms · 1 non-conformance or a stale waiver · 2 usage (the selection matches no scenario) · 3 unreachable
 * or inconclusive · 4 fault of the harness. What is worse hides what is milder: a faulty harness cannot be
 * trusted about the rest.
 */
export function exitCode(facts: ExitFacts): 0 | 1 | 2 | 3 | 4 {
  const { counts, failOn } = facts;
  if (counts.error > 0) return 4;
  if (!facts.preflightPassed) return 3;
  if (facts.selected === 0) return 2;
  if (counts.fail > 0 && failOn !== 'never') return 1;
  if (counts.warn > 0 && failOn === 'should') return 1;
  if (facts.staleWaivers > 0) return 1;
  if (facts.verdict === 'inconclusive') return 3;
  if (facts.notVerified > 0 && facts.failOnUnverified) return 3;
  return 0;
}
