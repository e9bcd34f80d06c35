/**
 * Waivers: known deviations that do not fail a run. Each has an owner, a reason and an end. One that has
 * expired, or that nothing needs any longer, is stale and fails the run: a list that nobody tends would hide defects.
 */
import type { ScenarioResult, Verdict } from './verdict.js';

/** An entry of a waiver file (`schemas/waivers.schema.json`). Either `check` or `requirement` is there. */
export interface Waiver {
  readonly check?: string | undefined;
  readonly requirement?: string | undefined;
  /** Id of a scenario, where `*` stands for any text; `undefined`: every scenario. */
  readonly scenario?: string | undefined;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it holds, `2026-12-31` (UTC). */
  readonly expires: string;
  /** 1-based line in the file. */
  readonly line?: number | undefined;
}

/** A waiver that does nothing any more. */
export interface StaleWaiver {
  readonly waiver: Waiver;
  readonly why: string;
}

/** The day of a moment, as waivers write it. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Whether a text is what a pattern says, where `*` stands for any text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(text);
}

function isAbout(waiver: Waiver, { check, requirements }: Pick<Verdict, 'check' | 'requirements'>): boolean {
  return waiver.check === undefined
    ? waiver.requirement !== undefined && requirements.includes(waiver.requirement)
    : waiver.check === check;
}

function coversScenario({ scenario: pattern }: Waiver, scenario: string): boolean {
  return pattern === undefined || matchesPattern(pattern, scenario);
}

/** Deviations that can be waived: broken musts, and recommendations for those who fail on them. */
type Deviation = Verdict & { readonly outcome: 'fail' | 'warn' };

function isDeviation(verdict: Verdict): verdict is Deviation {
  return verdict.outcome === 'fail' || verdict.outcome === 'warn';
}

/** The verdict, waived where one of the waivers covers it on that day (`2026-12-31`). */
export function waive(verdict: Verdict, waivers: readonly Waiver[], day: string): Verdict {
  if (!isDeviation(verdict)) return verdict;
  const waiver = waivers.find(
    (one) => day <= one.expires && isAbout(one, verdict) && coversScenario(one, verdict.scenario),
  );
  return waiver ? { ...verdict, outcome: 'waived', waiver, waivedFrom: verdict.outcome } : verdict;
}

/** How people name a waiver: `cache-control-no-store on password/*`. */
export function waiverName({ check, requirement, scenario }: Waiver): string {
  return `${check ?? requirement}${scenario === undefined ? '' : ` on ${scenario}`}`;
}

function identity(waiver: Waiver): string {
  return JSON.stringify([waiver.check, waiver.requirement, waiver.scenario, waiver.line]);
}

/** What the stale ones are found by: a check and the requirements that it names. */
export interface CheckNames {
  readonly id: string;
  readonly requirements: readonly string[];
}

/**
 * The waivers that have expired, and those that a run did not need. What was not judged says nothing about a waiver:
 * only of a complete run can it be said that a waiver matches nothing.
 * @param checks all checks: an invariant that holds leaves its id alone and no verdict
 * @param day of the run, `2026-12-31`
 * @param complete every scenario of the contract was selected and ran
 */
export function staleWaivers(options: {
  readonly waivers: readonly Waiver[];
  readonly results: readonly ScenarioResult[];
  readonly checks: readonly CheckNames[];
  readonly day: string;
  readonly complete: boolean;
}): StaleWaiver[] {
  const { waivers, results, checks, day, complete } = options;
  const used = new Set(
    results.flatMap(({ verdicts }) => verdicts.flatMap(({ waiver }) => (waiver ? [identity(waiver)] : []))),
  );
  const wasKept = (waiver: Waiver): boolean => {
    const concerned = checks.filter(({ id, requirements }) => isAbout(waiver, { check: id, requirements }));
    return results.some(
      ({ scenario, verdicts, satisfied }) =>
        coversScenario(waiver, scenario) &&
        (verdicts.some((verdict) => verdict.outcome === 'pass' && isAbout(waiver, verdict)) ||
          concerned.some(({ id }) => satisfied.includes(id))),
    );
  };
  return waivers.flatMap((waiver): StaleWaiver[] => {
    if (waiver.expires < day) return [{ waiver, why: `it expired on ${waiver.expires}` }];
    if (used.has(identity(waiver))) return [];
    if (wasKept(waiver)) return [{ waiver, why: 'what it waives no longer fails' }];
    return complete ? [{ waiver, why: 'it matches nothing that was judged' }] : [];
  });
}
