/** `results.json`: everything a run found, for programs. Described by `schemas/results.schema.json`. */
import type { Cause } from '../checks/check.js';
import { allChecks } from '../checks/index.js';
import type { KnownDeviation } from '../contract/profile.js';
import { allRequirements, catalogueRevision, requirement } from '../requirements/catalogue.js';
import { type Affected, aggregate, type RunVerdict } from '../verdicts/aggregate.js';
import { knownDeviation } from '../verdicts/known-deviations.js';
import type { Location } from '../verdicts/location.js';
import { withdrawWhereControlWasLost } from '../verdicts/lost-control.js';
import { type Counts, countOutcomes, worstOutcome } from '../verdicts/outcomes.js';
import { requirementOutcomes } from '../verdicts/requirements.js';
import { exitCode, type RunOutcome, runVerdict, stoodInTheWay } from '../verdicts/run-verdict.js';
import type { Counterexample, Exchange, Flaky, Outcome, ScenarioResult } from '../verdicts/verdict.js';
import { dayOf, type StaleWaiver, staleWaivers, type Waiver } from '../verdicts/waivers.js';
import type { PreflightOutcome, RunInfo } from './run-info.js';
import type { ScenarioSummary } from './scenario-annotations.js';

/** Stands as the check of a result that says something of a scenario as a whole. */
const wholeScenario = 'scenario';

export interface KnownFinding extends Pick<KnownDeviation, 'what' | 'evidence' | 'source'> {
  readonly product: string;
}

/** One verdict as `results.json` has it. */
export interface Result {
  readonly scenario: string;
  readonly check: string;
  readonly requirements: readonly string[];
  /** MUST, SHOULD, …; empty where no requirement is concerned. */
  readonly level: string;
  readonly outcome: Outcome;
  /** One sentence: the requirement, or the reason. */
  readonly message: string;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly cause?: Cause | undefined;
  /** Only with the outcome `waived`. */
  readonly waiver?: Waiver | undefined;
  readonly waivedFrom?: 'fail' | 'warn' | undefined;
  /** Only of a run that observes: what it would be if the run judged. */
  readonly observedAs?: 'fail' | 'warn' | undefined;
  /** What it is known as: a deviation of the product that the profile is of. The outcome is what it would be without. */
  readonly known?: KnownFinding | undefined;
  /** Id of an entry of `exchanges`. */
  readonly exchange?: string | undefined;
  /** The place of the document that is to be corrected. */
  readonly location?: Location | undefined;
  /** One result for the whole run: `scenario` is the first that broke it, or the first that satisfied it. */
  readonly invariant: boolean;
  /** Only for a broken invariant. */
  readonly affected?: readonly Affected[] | undefined;
  /** Only where several runs of the scenario had different outcomes; `outcome` is the worst of them. */
  readonly flaky?: Flaky | undefined;
}

export interface ScenarioOutcome extends ScenarioSummary {
  readonly outcome: Outcome;
  /** Why it could not be judged. */
  readonly reason?: string | undefined;
  readonly milliseconds: number;
}

export interface NotVerified {
  readonly scenario: string;
  /** Missing when the scenario as a whole could not be judged. */
  readonly check?: string | undefined;
  readonly reason: string;
}

export interface RequirementResult {
  readonly id: string;
  readonly level: string;
  readonly outcome: Outcome | 'untested';
  readonly reason?: string | undefined;
  readonly document: string;
  readonly section: string;
  readonly link?: string | undefined;
  readonly sentence: string;
}

/** `results.json`, described by `schemas/results.schema.json`. No secret is in it. */
export interface Results {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string; readonly requirementsRevision: string };
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly seed: number;
    /** Generated inputs that were asked for (`--fuzz`). */
    readonly fuzz: number;
    readonly requests: number;
    /** Written when the run began, and never replaced: it was ended from outside. */
    readonly aborted: boolean;
  };
  readonly target: {
    /** Where it is one of several (`run --targets`). */
    readonly name?: string | undefined;
    readonly baseUrl: string;
    readonly contract: RunInfo['contract'];
    readonly profile: string;
  };
  readonly verdict: RunOutcome;
  /** Fewer scenarios were judged than the contract yields. */
  readonly partial: boolean;
  /** The exit code of `token-conformance run`. */
  readonly exitCode: 0 | 1 | 2 | 3 | 4;
  readonly counts: Counts;
  /** Waivers that have expired or that nothing needs any longer: they fail the run. */
  readonly staleWaivers: readonly StaleWaiver[];
  readonly preflight?: PreflightOutcome | undefined;
  readonly results: readonly Result[];
  readonly notVerified: readonly NotVerified[];
  readonly scenarios: readonly ScenarioOutcome[];
  readonly exchanges: readonly Exchange[];
  /** Generated requests that break a rule; `replay` sends them again. */
  readonly counterexamples: readonly Counterexample[];
  readonly requirements: readonly RequirementResult[];
}

/** What became of one selected scenario. */
export type Judged =
  | { readonly kind: 'result'; readonly result: ScenarioResult; readonly milliseconds: number }
  /** It was skipped before it sent anything. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly milliseconds: number }
  /** The harness failed: `message` is ours, never text of an exception. */
  | { readonly kind: 'error'; readonly message: string; readonly milliseconds: number };

export interface RunRecord {
  readonly info: RunInfo;
  /** All selected scenarios in their order. */
  readonly selected: readonly ScenarioSummary[];
  /** By scenario id; a selected scenario without entry never ran. */
  readonly judged: ReadonlyMap<string, Judged>;
  /** Faults of the harness outside any scenario, in our words. */
  readonly faults: readonly string[];
  /** It has only begun: what becomes of it is not known. */
  readonly aborted?: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

function statement(
  scenario: string,
  outcome: 'error' | 'inconclusive' | 'not-applicable',
  message: string,
): Result {
  return {
    scenario,
    check: wholeScenario,
    requirements: [],
    level: '',
    outcome,
    message,
    ...(outcome === 'inconclusive' ? { cause: 'configuration' } : {}),
    invariant: false,
  };
}

function resultOf(found: RunVerdict, { product, deviations }: RunInfo['knownDeviations']): Result {
  const { affected, ...verdict } = found;
  const { what, evidence, source } = knownDeviation(found, deviations) ?? {};
  return {
    ...verdict,
    ...(affected.length > 0 ? { affected } : {}),
    ...(what && evidence && source ? { known: { product, what, evidence, source } } : {}),
  };
}

/** What has to be said of scenarios that left no verdict of their own. */
function statements({ selected, judged, faults }: RunRecord): Result[] {
  return [
    ...faults.map((fault) => statement('', 'error', fault)),
    ...selected.flatMap(({ id }): Result[] => {
      const one = judged.get(id);
      if (one?.kind === 'error') return [statement(id, 'error', one.message)];
      if (one?.kind === 'skipped') return [statement(id, 'inconclusive', one.reason)];
      if (one?.kind === 'result' && one.result.verdicts.length === 0 && one.result.inconclusive !== undefined)
        return [statement(id, 'inconclusive', one.result.inconclusive)];
      return [];
    }),
  ];
}

function wholeReason(judged: Judged | undefined): string | undefined {
  if (judged === undefined) return 'the run ended before this scenario was sent';
  if (judged.kind === 'skipped') return judged.reason;
  return judged.kind === 'result' ? judged.result.inconclusive : judged.message;
}

function notVerifiedOf(record: RunRecord, results: readonly Result[]): NotVerified[] {
  return record.selected.flatMap(({ id }): NotVerified[] => {
    const judged = record.judged.get(id);
    if (judged?.kind === 'error') return [];
    const reason = wholeReason(judged);
    if (reason !== undefined) return [{ scenario: id, reason }];
    return results
      .filter(({ scenario, outcome }) => scenario === id && outcome === 'inconclusive')
      .map(({ scenario, check, message }) => ({ scenario, check, reason: message }));
  });
}

function scenarioOutcomes(record: RunRecord, results: readonly Result[]): ScenarioOutcome[] {
  const outcomes = new Map<string, Outcome[]>();
  for (const { scenario, outcome } of results)
    outcomes.set(scenario, [...(outcomes.get(scenario) ?? []), outcome]);
  return record.selected.map((scenario): ScenarioOutcome => {
    const judged = record.judged.get(scenario.id);
    const reason = wholeReason(judged);
    // Without a result of its own: what it satisfied or broke is told once for the run, see `aggregate.ts`.
    const judgedElsewhere =
      judged?.kind === 'result' && judged.result.satisfied.length + judged.result.verdicts.length > 0;
    const otherwise = judgedElsewhere ? 'pass' : 'not-applicable';
    const settled = judged?.kind === 'error' ? 'error' : 'inconclusive';
    return {
      ...scenario,
      outcome: reason === undefined ? (worstOutcome(outcomes.get(scenario.id) ?? []) ?? otherwise) : settled,
      reason,
      milliseconds: judged?.milliseconds ?? 0,
    };
  });
}

function requirementResults(info: RunInfo, verdicts: readonly RunVerdict[]): RequirementResult[] {
  const requirements = allRequirements();
  const capabilities = [...info.capabilities, ...(/^https:/i.test(info.target) ? ['https'] : [])];
  return requirementOutcomes({ requirements, checks: allChecks, verdicts, capabilities }).map((outcome) => {
    const { document, section, link, sentence } = requirement(outcome.id);
    return { ...outcome, document, section, link, sentence };
  });
}

/** Everything that the run found, settled: no report judges anything after this. */
export function buildResults(record: RunRecord): Results {
  const { info, selected, judged } = record;
  const received = withdrawWhereControlWasLost(
    [...judged.values()].flatMap((one) => (one.kind === 'result' ? [one.result] : [])),
    selected,
  );
  const order = selected.map(({ id }) => id);
  const verdicts = aggregate(received, order, allChecks);
  const results = [
    ...statements(record),
    ...verdicts.map((verdict) => resultOf(verdict, info.knownDeviations)),
  ];
  const counts = countOutcomes(results.map(({ outcome }) => outcome));
  const whole = judged.size - received.filter(({ cutShort }) => cutShort).length;
  const partial = whole < Math.max(info.totalScenarios, selected.length);
  const preflightPassed = info.preflight?.ok !== false;
  const validRequestWorked = preflightPassed && !received.some(stoodInTheWay);
  const waivedFails = results.filter(({ waivedFrom }) => waivedFrom === 'fail').length;
  const observes = info.observes && preflightPassed;
  const verdict = runVerdict({ counts, waivedFails, partial, validRequestWorked, observes });
  const notVerified = notVerifiedOf(record, results);
  const stale = observes
    ? []
    : staleWaivers({
        waivers: info.waivers,
        results: received,
        checks: allChecks,
        day: dayOf(new Date(record.finishedAt)),
        complete: !partial && validRequestWorked,
      });
  return {
    schemaVersion: 1,
    tool: { name: 'token-conformance', version: info.version, requirementsRevision: catalogueRevision },
    run: {
      id: info.runId,
      startedAt: record.startedAt,
      finishedAt: record.finishedAt,
      seed: info.seed,
      fuzz: info.fuzz,
      requests: received.reduce((sum, { requests }) => sum + requests, 0),
      aborted: record.aborted ?? false,
    },
    target: {
      ...(info.targetName === undefined ? {} : { name: info.targetName }),
      ...{ baseUrl: info.target, contract: info.contract, profile: info.profile },
    },
    verdict,
    partial,
    exitCode: exitCode({
      verdict,
      counts,
      selected: selected.length,
      preflightPassed,
      notVerified: notVerified.length,
      staleWaivers: stale.length,
      failOn: info.failOn,
      failOnUnverified: info.failOnUnverified,
    }),
    counts,
    staleWaivers: stale,
    preflight: info.preflight,
    results,
    notVerified,
    scenarios: scenarioOutcomes(record, results),
    exchanges: order.flatMap((id) => {
      const one = judged.get(id);
      return one?.kind === 'result' ? one.result.exchanges : [];
    }),
    counterexamples: order.flatMap((id) => {
      const one = judged.get(id);
      return one?.kind === 'result' ? (one.result.counterexamples ?? []) : [];
    }),
    requirements: requirementResults(info, verdicts),
  };
}
