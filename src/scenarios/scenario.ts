/**
 * A scenario: one request, or several in order, that a family derives from the contract. It says what to
 * send and what differs from the valid request; it never says what should come back (that is for checks).
 */
import type { Faker } from '@faker-js/faker';
import type { Companions, Contract, Parameter } from '../contract/contract.js';
import type { Observation } from '../http/observation.js';
import type { OptIn } from './opt-in.js';
import type { RequestDraft } from './request.js';
import type { StaticPart } from './static-part.js';

/** A further identity, configured by `TOKEN_<ROLE>_<PARAMETER>`; the main one has no role. */
export const roles = [
  'OTHER',
  'SPECIAL',
  'DISPOSABLE',
  'PUBLIC',
  'RESTRICTED',
  'DISABLED',
  'EXPIRED',
] as const;
export type Role = (typeof roles)[number];

/** What a scenario cannot do without. A need that is not met makes it inconclusive, never failed. */
export interface Need {
  readonly role: Role;
  /** The parameters of the role that must be configured, e.g. `client_id`. All of them are needed. */
  readonly parameters: readonly string[];
}

/** The families, each with a spec file of the same name, in the order in which they run. */
export const families = [
  'document',
  'valid-grants',
  'missing-parameters',
  'missing-headers',
  'bad-credentials',
  'malformed-requests',
  'protocol',
  'refresh-flow',
  'companions',
  'fuzz',
  'tls',
  'abuse',
] as const;
export type Family = (typeof families)[number];

export interface ValidRequestOptions {
  /** Values of this role where it has them, those of the main identity for the rest. */
  readonly role?: Role;
  /** Values that replace configured ones, by parameter name (`refresh_token`, `scope`, …). */
  readonly values?: Readonly<Record<string, string>>;
  /** `required` (the default), or `every`: with each optional parameter that has a value. */
  readonly optional?: 'none' | 'every';
  /** Default: the first method of the contract. `none` leaves the client's credentials out, client_id included. */
  readonly authentication?: 'client_secret_post' | 'client_secret_basic' | 'none';
  /** Which kind of code or assertion is presented. Default: one that is to be accepted. */
  readonly wanted?: Wanted;
  /** What is wrong with the client assertion, where the client authenticates by one. */
  readonly assertion?: AssertionChange;
}

/** What may be asked of a hook: what is to be accepted, or something that is right but for one thing. */
export type Wanted = 'approved' | 'pending' | 'denied' | 'expired' | 'wrong-audience' | 'without-challenge';

/** How a client assertion differs from a valid one. */
export interface AssertionChange {
  /** Claims that replace those of the valid one; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** `none`: a JWT of alg none; `broken`: one byte of the signature is another one. */
  readonly signature?: 'none' | 'broken';
}

/** What a step may use to build its request. */
export interface StepContext {
  readonly contract: Contract;
  /** Seeded by the run's seed and the scenario's id: the same in a replay. */
  readonly random: Faker;
  /** The complete valid request of a grant. `refresh_token` grants need `values.refresh_token`. */
  valid(grantType: string, options?: ValidRequestOptions): RequestDraft;
  /** Value of a parameter: configured, else documented, else generated. */
  value(name: string, role?: Role): string | undefined;
  /** True when the role configures all of these parameters. */
  has(role: Role, ...parameters: readonly string[]): boolean;
  /** The role whose user (client) a wrong password (secret) is meant for; `undefined`: the main one, for want of another. */
  takesWrong(kind: 'user' | 'client'): Role | undefined;
  /** The draft with the client authenticated as in the valid request. */
  authenticate(draft: RequestDraft, role?: Role): RequestDraft;
  /** A request to a companion endpoint, with what the contract demands of every request (such as a realm header) but no token. */
  companion(which: keyof Companions): RequestDraft;
  /** The observation of an earlier step of this scenario. Throws when there is none. */
  observed(step: string): Observation;
  /** The same, `undefined` where there is none. */
  found(step: string): Observation | undefined;
  /** A token that an earlier step obtained. When it got none, the rest of the scenario is inconclusive. */
  token(step: string, member: 'access_token' | 'refresh_token'): string;
  /** The observations of an earlier step that was sent several times at the same moment, in the order of its copies. */
  burst(step: string): readonly Observation[];
  /** A URL of the harness, by a name for what it stands for. Only in scenarios that listen. */
  callback(name: string): string;
  /** For how long after its expiry a token may still be accepted, because clocks differ; milliseconds. */
  readonly leeway: number;
}

/** One request of a scenario. */
export interface Step {
  /** Unique in the scenario, e.g. `issue`, `replay`. */
  readonly name: string;
  /**
   * What is being tried, independent of the grant, e.g. `missing/username`, `refresh/replay-rotated`,
   * `control`. Checks select by it; `probe.ts` has the vocabulary.
   */
  readonly probe: string;
  /** The parameter that the probe is about, where it is about one. */
  readonly parameter?: Parameter;
  /** Must succeed for the rest to mean anything: when it does not, the scenario is inconclusive. */
  readonly prerequisite?: boolean;
  /**
   * Sent as many times at the same moment, each on a connection of its own; the observations are named `<step>/1` ….
   * Only in scenarios with the opt-in `bursts`.
   */
  readonly burst?: number;
  /**
   * The moment before which it is not sent, in milliseconds since the epoch; `undefined`: nothing tells it, and the step
   * does not apply. Only in scenarios with the opt-in `waits`.
   */
  after?(context: StepContext): number | undefined;
  /**
   * `undefined`: the step does not apply after what came before (no refresh token was issued, say).
   * @param copy of a burst, from 0
   */
  build(context: StepContext, copy?: number): RequestDraft | undefined;
}

/** What must hold of every generated request. */
export const properties = [
  'no-crash',
  'oauth-answer',
  'no-token',
  'no-injection',
  'no-leak',
  'same-meaning',
] as const;
export type Property = (typeof properties)[number];

/**
 * Inputs drawn by a seeded generator, in place of steps. All scenarios of a grant share them: what is sent once is
 * judged for every property, and each scenario tells of one.
 */
export interface GeneratedInputs {
  readonly property: Property;
  /** Inputs for the grant. */
  readonly count: number;
  /** What they may turn out to try. */
  readonly probes: readonly string[];
}

/** What is sent in one go, in order, and why: one request, or several that build on each other. */
export interface Scenario {
  /** Stable and readable: `<grant>/<probe>`, e.g. `password/missing/username`. */
  readonly id: string;
  readonly family: Family;
  /** The `grant_type` it is about. */
  readonly grant: string;
  /** One sentence: what differs from the valid request. No clock, no random, no secret. */
  readonly title: string;
  readonly tags: readonly string[];
  readonly needs: readonly Need[];
  /** Sent only where the settings allow all of these. */
  readonly optIns?: readonly OptIn[];
  /** It hands out URLs of a listener of ours: needs one that the target can reach. */
  readonly listens?: true;
  readonly steps: readonly Step[];
  /** What is judged without sending anything; such a scenario has no steps. */
  readonly judges?: StaticPart;
  readonly generated?: GeneratedInputs;
  /** It needs no valid request: it is sent and judged even when that does not work. */
  readonly independent?: boolean;
  /** Scenarios whose observations this one is compared with (parity); sent first when not seen yet. */
  readonly comparedWith?: readonly string[];
}
