/** The one list of checks: add a check's file to one of these two lists and it runs. */
import type { Check } from './check.js';
import { invariants } from './invariants/index.js';
import { probeChecks } from './probes/index.js';

export const checks: readonly Check[] = [...invariants, ...probeChecks];
