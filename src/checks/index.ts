/** The one list of checks: add a check's file here and it runs. */
import type { Check } from './check.js';

export const checks: readonly Check[] = [];
