import type { OnLoopback } from '../on-loopback.js';

/** A token endpoint that somebody else wrote, on loopback, with its own OpenAPI document. */
export interface ForeignServer extends OnLoopback {
  /** The TOKEN_ variables that configure a run against it. */
  readonly environment: Readonly<Record<string, string>>;
}
