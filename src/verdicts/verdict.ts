/** A verdict: what a check says of a scenario, after levels and causes are settled and secrets are out. */
import type { Cause } from '../checks/check.js';
import type { RequirementId } from '../requirements/catalogue.js';
import type { OptIn } from '../scenarios/opt-in.js';
import type { Role } from '../scenarios/scenario.js';
import type { Location } from './location.js';
import type { Waiver } from './waivers.js';

/** Neither `not-applicable` nor `inconclusive` is a pass; `error` is a fault of this tool. */
export type Outcome =
  | 'pass'
  | 'fail'
  | 'warn'
  | 'info'
  | 'not-applicable'
  | 'inconclusive'
  | 'waived'
  | 'error';

/** What one check says of one scenario. */
export interface Verdict {
  readonly scenario: string;
  readonly check: string;
  readonly requirements: readonly RequirementId[];
  readonly level: string;
  readonly outcome: Outcome;
  /** One sentence: the requirement for pass and fail, the reason for the rest. */
  readonly message: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  readonly cause: Cause | undefined;
  /** Who accepts the deviation and until when: with the outcome `waived`, and only then. */
  readonly waiver?: Waiver | undefined;
  /** What it would be without the waiver. */
  readonly waivedFrom?: 'fail' | 'warn' | undefined;
  /** What it would be if the run judged (`--observe`): the outcome is then `info`. */
  readonly observedAs?: 'fail' | 'warn' | undefined;
  /** Id of the exchange that was judged. */
  readonly exchange: string | undefined;
  /** The place of the document that was judged. */
  readonly location?: Location | undefined;
  /** From a check of the kind `every`: the run has one verdict for it, see `aggregate.ts`. */
  readonly invariant: boolean;
  /** An earlier scenario of this worker broke the same invariant: reported there, only counted here. */
  readonly repeats: boolean;
  /** The scenario was run several times, and the outcome was not the same each time: how often it was which. */
  readonly flaky?: Flaky | undefined;
}

export interface Flaky {
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly runs: number;
}

/** The redacted form of one exchange: what reports show and files keep. */
export interface Exchange {
  /** `<scenario>#<step>`. */
  readonly id: string;
  readonly scenario: string;
  /** Request line, headers and body as text. */
  readonly request: string;
  /** Status line, headers and body as text, or why there was none. */
  readonly response: string;
  /** A command line with `$TOKEN_…` in place of secrets. */
  readonly curl: string;
  readonly milliseconds: number;
}

/** What the settings would have to say for a scenario to be verified. */
export type Unmet = Role | OptIn | 'callback' | 'hook' | 'lockout-budget';

/** A generated request that breaks a rule, in the smallest form that was found. */
export interface Counterexample {
  readonly scenario: string;
  /** The check that convicts it. */
  readonly check: string;
  /** Id of its exchange. */
  readonly exchange: string;
  /** How it differs from the valid request, without values that may be secret. */
  readonly input: string;
  /** The generator makes the same input again of these two. */
  readonly seed: number;
  readonly path: string;
}

/** All that came of one scenario, without secrets. */
export interface ScenarioResult {
  readonly scenario: string;
  /** Each check bound to a probe, and each invariant that is not a pass. */
  readonly verdicts: readonly Verdict[];
  /** Ids of the invariants that all observations of this scenario satisfy. */
  readonly satisfied: readonly string[];
  /** Why nothing could be judged; `undefined` when it could. */
  readonly inconclusive: string | undefined;
  /**
   * The role, the opt-in, the hook or the way back to a listener whose absence made it inconclusive, or the budget that was spent:
   * alone among the reasons, it leaves the run's verdict as it is.
   */
  readonly unmet?: Unmet | undefined;
  /** The run was over before all of it was sent: by the budget of requests, or because the target serves nobody. */
  readonly cutShort?: boolean;
  /** The valid request stopped working in the course of this scenario: how, see `lost-control.ts`. */
  readonly controlLost: string | undefined;
  readonly exchanges: readonly Exchange[];
  readonly counterexamples?: readonly Counterexample[];
  /** Requests sent for it, controls included. */
  readonly requests: number;
}
