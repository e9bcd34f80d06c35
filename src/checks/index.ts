/** The one list of checks: add a check's file here, or to a list named here, and it runs. */
import type { Check } from './check.js';
import { invariants } from './invariants/index.js';

export const checks: readonly Check[] = [...invariants];
