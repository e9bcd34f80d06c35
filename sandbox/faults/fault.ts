/** A deliberate defect: the smallest change to the sound policy that breaks the named requirements. */
import type { Policy } from '../policy.js';
import type { RunConditions } from '../run-conditions.js';

export type Area =
  | 'success'
  | 'errors'
  | 'parameters'
  | 'headers'
  | 'credentials'
  | 'enumeration'
  | 'protocol'
  | 'messages'
  | 'refresh'
  | 'tokens'
  | 'leaks'
  | 'companions'
  | 'scopes'
  | 'operation'
  | 'concurrency'
  | 'lifetimes'
  | 'flaky'
  | 'callbacks'
  | 'metadata'
  | 'client-credentials'
  | 'client-assertions'
  | 'further-grants'
  | 'unusual-inputs'
  | 'tls';

export interface Fault {
  /** Kebab-case, unique. */
  readonly id: string;
  readonly area: Area;
  /** Ids of the requirement catalogue. */
  readonly breaks: readonly [string, ...string[]];
  /** What the server does wrong, in one plain sentence. */
  readonly sentence: string;
  /** Where the default run does not show it. */
  readonly run?: RunConditions;
  /** Called once per start: what it closes over is the state of one server. */
  bend(policy: Policy): Partial<Policy>;
}

type Declared = Omit<Fault, 'area'>;

/** Gives the faults of one file their area, and the conditions that all of them are run under. */
export function inArea(area: Area, faults: readonly Declared[], run?: RunConditions): readonly Fault[] {
  return faults.map((fault) => ({ ...(run ? { run } : {}), ...fault, area }));
}
