/**
 * A check: one file, one requirement or a few that belong together. It judges observations and sends nothing.
 */
import type { Contract, Parameter } from '../contract/contract.js';
import type { Strictness } from '../contract/profile.js';
import type { Observation } from '../http/observation.js';
import type { RequirementId } from '../requirements/catalogue.js';
import type { IssuedTokens } from './token-series.js';

/** Who has to mend it. */
export type Cause = 'implementation' | 'contract' | 'configuration';

/** How a broken requirement weighs. Default: `verdict_on_violation` of the check's first requirement. */
export type Severity = 'fail' | 'warn' | 'info';

/** What a check says of one observation. What is not judged says why: it is no pass. */
export type Judgement =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'violation';
      /** Names the thing: `Cache-Control with the directive no-store`. */
      readonly expected: string;
      /** `no Cache-Control header`. May quote the response: it is redacted before it is kept. */
      readonly actual: string;
      readonly severity?: Severity;
      readonly cause?: Cause;
    }
  | { readonly kind: 'not-applicable'; readonly reason: string }
  | { readonly kind: 'inconclusive'; readonly reason: string };

/** Classes of responses that an invariant is judged on; see `classes.ts`. */
export type ResponseClass =
  | 'success' // a grant: JSON object with an access token
  | 'error' // a refusal by the OAuth layer of the token endpoint
  | 'any-json' // any response of the token endpoint with a JSON body
  | 'any'; // any response of any endpoint

/**
 * Which observations a check judges.
 * `every`: an invariant, judged on all observations of the class; the whole run yields one verdict for it.
 * `probes`: patterns of `Step.probe`, where `*` stands for one segment and `**` for any number.
 */
type Selector = { readonly every: ResponseClass } | { readonly probes: readonly string[] };

/** What the server publishes about itself, as it was read. `undefined`: the contract does not say where it is. */
export interface Published {
  /** RFC 8414. */
  readonly metadata: Observation | undefined;
  /** RFC 7517. */
  readonly jwks: Observation | undefined;
}

/** What a check is given: one observation and what it may be compared with. */
export interface Subject {
  readonly observation: Observation;
  /** Grant type that the scenario is about. */
  readonly grant: string;
  readonly probe: string;
  readonly parameter: Parameter | undefined;
  readonly contract: Contract;
  /** The valid request of the same grant and what it brought, the most recent one. */
  readonly control: Observation | undefined;
  /** The observation of another step of the same scenario, by name. */
  step(name: string): Observation | undefined;
  /** Names of the URLs of ours that were fetched; empty where the scenario handed out none. */
  readonly callbacks: readonly string[];
  /** Statistics of all tokens that the run has seen so far, this observation's included. */
  readonly issued: IssuedTokens;
  /** What was sent at the same moment, in order, this observation included; only itself where the step is no burst. */
  readonly burst: readonly Observation[];
  /** The first observation made for a probe, in the same grant unless another one is named: other steps first, then compared scenarios. */
  peer(probe: string, grant?: string): Observation | undefined;
  readonly published: Published;
  /** What the target claims to follow (profile). */
  readonly strictness: Strictness;
  /** A required header or parameter whose enforcement is unknown is judged as this says (profile). */
  readonly enforcement: (parameter: Parameter) => boolean | 'unknown';
}

export interface Example {
  /** Why this one is conforming or violating, in a few words. */
  readonly name: string;
  readonly subject: Subject;
  /** For violating examples: the severity that must come out, where it is not the default one. */
  readonly severity?: Severity;
}

/** One requirement, or a few that belong together, with examples by which it is tested. */
export interface Check {
  /** Kebab-case; the file is named after it. */
  readonly id: string;
  /** What must hold, as a plain sentence. */
  readonly title: string;
  /** Ids of the catalogue. The first one gives level, source and default severity. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly on: Selector;
  /** Depends on the subject alone. Of generated inputs it is not asked again where all that it reads is as it was before. */
  judge(subject: Subject): Judgement;
  readonly examples: {
    readonly conforming: readonly Example[];
    readonly violating: readonly Example[];
  };
}

/** The requirement holds. */
export const pass: Judgement = { kind: 'pass' };

/** The requirement is broken: what it asks for and what was seen, each as a phrase that names the thing. */
export function violation(
  expected: string,
  actual: string,
  options: { readonly severity?: Severity; readonly cause?: Cause } = {},
): Judgement {
  return { kind: 'violation', expected, actual, ...options };
}

/** The requirement is not about what was observed, for this reason. */
export function notApplicable(reason: string): Judgement {
  return { kind: 'not-applicable', reason };
}

/** It could not be judged, for this reason: neither a pass nor a finding. */
export function inconclusive(reason: string): Judgement {
  return { kind: 'inconclusive', reason };
}
