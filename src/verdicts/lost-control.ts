/**
 * When the valid request stops working somewhere in a group (family × grant), a refusal in that group proves
 * nothing: it may be the lost control that was refused. What was judged there becomes inconclusive. Failures
 * stay: each was confirmed by a control of its own right after it.
 */
import type { Scenario } from '../scenarios/scenario.js';
import type { ScenarioResult, Verdict } from './verdict.js';

type Grouped = Pick<Scenario, 'id' | 'grant'> & { readonly family: string };

const group = ({ family, grant }: Grouped): string => `${family}/${grant}`;

export function withdrawWhereControlWasLost(
  results: readonly ScenarioResult[],
  scenarios: readonly Grouped[],
): ScenarioResult[] {
  const groups = new Map(scenarios.map((scenario) => [scenario.id, group(scenario)]));
  const lost = new Map<string | undefined, string>();
  for (const { scenario, controlLost } of results)
    if (controlLost !== undefined) lost.set(groups.get(scenario), controlLost);

  return results.map((result) => {
    const reason = lost.get(groups.get(result.scenario));
    if (reason === undefined) return result;
    const withdrawn = (verdict: Verdict): Verdict =>
      verdict.outcome === 'pass' || verdict.outcome === 'warn' || verdict.outcome === 'info'
        ? {
            ...verdict,
            outcome: 'inconclusive',
            message: `in this group ${reason}`,
            expected: undefined,
            actual: undefined,
            cause: 'configuration',
          }
        : verdict;
    return { ...result, verdicts: result.verdicts.map(withdrawn), satisfied: [] };
  });
}
