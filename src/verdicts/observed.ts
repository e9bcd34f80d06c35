/** A run that observes (`--observe`): what a check would convict is told as what the target does. */
import type { ScenarioResult, Verdict } from './verdict.js';

function observed(verdict: Verdict): Verdict {
  const { outcome } = verdict;
  return outcome === 'fail' || outcome === 'warn'
    ? { ...verdict, outcome: 'info', observedAs: outcome }
    : verdict;
}

/** The same result without a verdict that blames anybody. */
export function observedOnly(result: ScenarioResult): ScenarioResult {
  return { ...result, verdicts: result.verdicts.map(observed) };
}
