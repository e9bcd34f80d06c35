/**
 * What changed between two runs, verdict by verdict and never by totals: ten new failures beside ten mended
 * ones are twenty changes. Times are not compared.
 */
import { compareOutcomes } from './outcomes.js';
import type { Outcome } from './verdict.js';

/** Of an entry of `results.json`, what is compared. */
export interface Comparable {
  readonly scenario: string;
  readonly check: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly actual?: string | undefined;
  /** One for the whole run: compared by its check alone, wherever it was seen. */
  readonly invariant: boolean;
}

export type ChangeKind =
  | 'newly-failing' // a failure that was none
  | 'newly-passing' // a pass that was a failure or a warning
  | 'changed-outcome' // any other outcome than before
  | 'changed-answer' // the same deviation, another answer
  | 'added' // not there before
  | 'removed'; // not there any more

/** In the order in which they are told. */
export const changeKinds: readonly ChangeKind[] = [
  'newly-failing',
  'newly-passing',
  'changed-outcome',
  'changed-answer',
  'added',
  'removed',
];

interface State {
  readonly outcome: Outcome;
  readonly message: string;
  readonly actual?: string | undefined;
}

export interface Change {
  readonly kind: ChangeKind;
  /** Where it was seen: of the later run, else of the earlier one. */
  readonly scenario: string;
  readonly check: string;
  readonly before: State | undefined;
  readonly after: State | undefined;
}

const failed = (outcome: Outcome): boolean => outcome === 'fail' || outcome === 'error';

function keyOf({ scenario, check, invariant }: Comparable): string {
  return JSON.stringify(invariant ? [check] : [scenario, check]);
}

function byKey(results: readonly Comparable[]): Map<string, Comparable> {
  const found = new Map<string, Comparable>();
  for (const result of results) {
    const key = keyOf(result);
    const known = found.get(key);
    if (!known || compareOutcomes(result.outcome, known.outcome) < 0) found.set(key, result);
  }
  return found;
}

function kindOf(before: Comparable | undefined, after: Comparable | undefined): ChangeKind | undefined {
  if (!before) return after && failed(after.outcome) ? 'newly-failing' : 'added';
  if (!after) return 'removed';
  if (before.outcome === after.outcome) return before.actual === after.actual ? undefined : 'changed-answer';
  if (failed(after.outcome)) return 'newly-failing';
  return after.outcome === 'pass' && (failed(before.outcome) || before.outcome === 'warn')
    ? 'newly-passing'
    : 'changed-outcome';
}

const stateOf = (result: Comparable | undefined): State | undefined =>
  result && { outcome: result.outcome, message: result.message, actual: result.actual };

/** Every difference, by kind, then in the order of the later run. */
export function changesBetween(before: readonly Comparable[], after: readonly Comparable[]): Change[] {
  const earlier = byKey(before);
  const later = byKey(after);
  const changes = [...new Set([...later.keys(), ...earlier.keys()])].flatMap((key): Change[] => {
    const was = earlier.get(key);
    const is = later.get(key);
    const kind = kindOf(was, is);
    const place = is ?? was;
    if (kind === undefined || !place) return [];
    const { scenario, check } = place;
    return [{ kind, scenario, check, before: stateOf(was), after: stateOf(is) }];
  });
  return changeKinds.flatMap((kind) => changes.filter((change) => change.kind === kind));
}
