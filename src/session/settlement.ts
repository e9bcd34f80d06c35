/** Judgements become verdicts: one for each check of a scenario, waived where a waiver says so, and a broken invariant told once. */
import type { Verdict } from '../verdicts/verdict.js';
import { type Waiver, waive } from '../verdicts/waivers.js';
import { byCheck, type Judged, outcomeOf, verdictOf, worst } from './judge.js';

interface Settled {
  /** Of the invariants only those that are worth a word. */
  readonly verdicts: readonly Verdict[];
  /** Ids of the invariants that hold. */
  readonly satisfied: readonly string[];
}

export interface Settlement {
  settle(scenario: string, judged: readonly Judged[]): Settled;
  /** The invariant was broken by an earlier scenario, and told there. */
  isBroken(check: string): boolean;
}

/** Of one session. */
export function createSettlement(options: {
  readonly waivers: readonly Waiver[];
  /** On which waivers must not have ended, `2026-01-31`. */
  readonly today: string;
  redact(text: string): string;
}): Settlement {
  const { waivers, today, redact } = options;
  const broken = new Set<string>();
  return {
    isBroken: (check) => broken.has(check),
    settle(scenario, judged) {
      const verdicts: Verdict[] = [];
      const satisfied: string[] = [];
      for (const [check, group] of byCheck(judged)) {
        const decisive = worst(group);
        if (!decisive) continue;
        const outcome = outcomeOf(decisive);
        const invariant = 'every' in check.on;
        if (invariant && outcome === 'pass') satisfied.push(check.id);
        if (invariant && (outcome === 'pass' || outcome === 'not-applicable')) continue;
        const verdict = verdictOf(scenario, decisive, redact, invariant && broken.has(check.id));
        const waived = waive(verdict, waivers, today);
        verdicts.push(waived);
        // What is waived here may still fail elsewhere, and is then reported there.
        if (invariant && decisive.judgement.kind === 'violation' && waived === verdict) broken.add(check.id);
      }
      return { verdicts, satisfied };
    },
  };
}
