/**
 * Folds the results of all scenarios into the verdicts of the run. A check bound to a probe has one verdict for
 * each scenario; an invariant has one for the run, so that one defect is one finding.
 */
import type { Check } from '../checks/check.js';
import { requirement } from '../requirements/catalogue.js';
import { compareOutcomes } from './outcomes.js';
import type { ScenarioResult, Verdict } from './verdict.js';

/** One more place where an invariant is broken. */
export interface Affected {
  readonly scenario: string;
  readonly exchange: string | undefined;
  readonly actual: string | undefined;
}

export interface RunVerdict extends Omit<Verdict, 'repeats'> {
  /** For a broken invariant: every scenario that breaks it, the reported one first. Empty otherwise. */
  readonly affected: readonly Affected[];
}

/** Of a check, what a verdict repeats. */
export type CheckSummary = Pick<Check, 'id' | 'title' | 'requirements'>;

/** Broken in any degree, waived or not. */
const violated = new Set<Verdict['outcome']>(['error', 'fail', 'waived', 'warn', 'info']);

function once({ repeats: _, ...verdict }: Verdict, affected: readonly Affected[]): RunVerdict {
  return { ...verdict, affected };
}

function brokenInvariant(violations: readonly Verdict[], first: Verdict): RunVerdict {
  const others = violations.filter((verdict) => verdict.scenario !== first.scenario);
  return once(
    first,
    [first, ...others].map(({ scenario, exchange, actual }) => ({ scenario, exchange, actual })),
  );
}

/** `verdicts` are those of one invariant, in the order of the scenarios. */
function invariantVerdict(
  check: string,
  verdicts: readonly Verdict[],
  satisfiedBy: string | undefined,
  known: CheckSummary | undefined,
): RunVerdict | undefined {
  const violations = verdicts.filter(({ outcome }) => violated.has(outcome));
  const worst = [...violations].sort((a, b) => compareOutcomes(a.outcome, b.outcome))[0];
  if (worst) return brokenInvariant(violations, worst);
  if (satisfiedBy !== undefined) {
    const requirements = known?.requirements ?? [];
    return {
      scenario: satisfiedBy,
      check,
      requirements,
      level: requirements[0] === undefined ? '' : requirement(requirements[0]).level,
      outcome: 'pass',
      message: known?.title ?? check,
      expected: undefined,
      actual: undefined,
      cause: undefined,
      exchange: undefined,
      invariant: true,
      affected: [],
    };
  }
  const unjudged = [...verdicts].sort((a, b) => compareOutcomes(a.outcome, b.outcome))[0];
  return unjudged && once(unjudged, []);
}

/**
 * The verdicts of the run, in the order of the scenarios and then of the invariants' names, whatever worker
 * the results came from and when.
 * @param order ids of all scenarios as they were derived
 * @param checks all checks: an invariant that every scenario satisfies has no verdict to copy from
 */
export function aggregate(
  results: readonly ScenarioResult[],
  order: readonly string[],
  checks: readonly CheckSummary[],
): RunVerdict[] {
  const position = new Map(order.map((id, index) => [id, index]));
  const place = ({ scenario }: ScenarioResult): number => position.get(scenario) ?? order.length;
  const sorted = [...results].sort(
    (a, b) => place(a) - place(b) || (a.scenario < b.scenario ? -1 : a.scenario > b.scenario ? 1 : 0),
  );

  const verdicts = sorted.flatMap((result) => result.verdicts);
  const invariants = new Map<string, Verdict[]>();
  for (const verdict of verdicts.filter(({ invariant }) => invariant))
    invariants.set(verdict.check, [...(invariants.get(verdict.check) ?? []), verdict]);
  const satisfiedBy = new Map<string, string>();
  for (const { scenario, satisfied } of sorted)
    for (const check of satisfied) if (!satisfiedBy.has(check)) satisfiedBy.set(check, scenario);

  const names = [...new Set([...invariants.keys(), ...satisfiedBy.keys()])].sort();
  return [
    ...verdicts.filter(({ invariant }) => !invariant).map((verdict) => once(verdict, [])),
    ...names.flatMap((check) => {
      const known = checks.find(({ id }) => id === check);
      const found = invariantVerdict(check, invariants.get(check) ?? [], satisfiedBy.get(check), known);
      return found ? [found] : [];
    }),
  ];
}
