/** Several runs of one scenario as one result: what was not the same each time is flaky, and counts as its worst. */
import { compareOutcomes } from './outcomes.js';
import type { Exchange, Outcome, ScenarioResult, Verdict } from './verdict.js';

/** A run as it counts: what a check said, invariants that hold included. */
interface Said {
  readonly outcome: Outcome;
  readonly run: number;
  /** `undefined`: an invariant that holds. */
  readonly verdict: Verdict | undefined;
}

/** Exchanges of a later run have ids of their own. */
const inRun = (id: string, run: number): string => (run === 0 ? id : `${id} (run ${run + 1})`);

/** The valid request before a group is sent once: what it alone shows cannot be compared. */
const isOfOpening = ({ exchange }: Verdict): boolean => exchange?.endsWith('#control-before') === true;

function saidOf(check: string, results: readonly ScenarioResult[]): Said[] {
  return results.flatMap(({ verdicts, satisfied }, run): Said[] => {
    const verdict = verdicts.find((candidate) => candidate.check === check);
    if (verdict)
      return verdict.outcome === 'not-applicable' ? [] : [{ outcome: verdict.outcome, run, verdict }];
    return satisfied.includes(check) ? [{ outcome: 'pass', run, verdict: undefined }] : [];
  });
}

function flakyVerdict(said: readonly Said[], first: Verdict | undefined): Verdict | undefined {
  const worst = said
    .filter(({ verdict }) => verdict !== undefined)
    .sort((one, other) => compareOutcomes(one.outcome, other.outcome) || one.run - other.run)[0];
  if (!worst?.verdict) return first;
  const { verdict, run } = worst;
  const told = {
    ...verdict,
    ...(verdict.exchange === undefined ? {} : { exchange: inRun(verdict.exchange, run) }),
  };
  const comparable = said.filter((one) => one.verdict === undefined || !isOfOpening(one.verdict));
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of comparable) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  // An invariant that an earlier run of the same scenario broke was not reported elsewhere.
  const repeats = said.find((one) => one.verdict?.invariant)?.verdict?.repeats ?? false;
  return Object.keys(outcomes).length > 1
    ? { ...told, repeats, flaky: { outcomes, runs: comparable.length } }
    : { ...told, repeats };
}

/** @param results of the same scenario, in order; at least one */
export function acrossRuns(results: readonly [ScenarioResult, ...ScenarioResult[]]): ScenarioResult {
  const [first] = results;
  const last = results.at(-1) ?? first;
  const checks = new Set(results.flatMap(({ verdicts }) => verdicts.map(({ check }) => check)));
  const verdicts = [...checks].flatMap((check): Verdict[] => {
    const known = results.flatMap((result) => result.verdicts.find((one) => one.check === check) ?? [])[0];
    const verdict = flakyVerdict(saidOf(check, results), known);
    return verdict ? [verdict] : [];
  });
  const told = new Set(verdicts.map(({ exchange }) => exchange));
  return {
    ...first,
    verdicts,
    satisfied: [...new Set(results.flatMap(({ satisfied }) => satisfied))].filter(
      (check) => !checks.has(check),
    ),
    inconclusive: results.every(({ inconclusive }) => inconclusive !== undefined)
      ? first.inconclusive
      : undefined,
    // A valid request that works again was not lost: that it failed in between is what the verdicts say.
    controlLost: last.controlLost,
    cutShort: results.some(({ cutShort }) => cutShort),
    exchanges: results.flatMap(({ exchanges }, run): Exchange[] =>
      exchanges
        .map((exchange) => ({ ...exchange, id: inRun(exchange.id, run) }))
        .filter(({ id }) => run === 0 || told.has(id)),
    ),
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
  };
}

/** `1 fail, 3 pass in 4 runs`, the worst first. */
export function describeFlaky({ outcomes, runs }: NonNullable<Verdict['flaky']>): string {
  const counts = (Object.entries(outcomes) as [Outcome, number][])
    .sort(([one], [other]) => compareOutcomes(one, other))
    .map(([outcome, count]) => `${count} ${outcome}`);
  return `${counts.join(', ')} in ${runs} runs`;
}
