/** The one list of checks: add a check's file to one of these lists and it runs. */
import type { Check } from './check.js';
import { configurationChecks } from './configuration/index.js';
import { documentChecks } from './document/index.js';
import { invariants } from './invariants/index.js';
import { probeChecks } from './probes/index.js';

/** Checks that judge what was observed. */
export const checks: readonly Check[] = [...invariants, ...probeChecks];

/** Checks that judge the document and the configuration, for which nothing is sent. */
export const staticChecks = [...documentChecks, ...configurationChecks];

/** Of every check, what lists and reports show. */
export const allChecks: readonly Pick<Check, 'id' | 'title' | 'requirements'>[] = [
  ...checks,
  ...staticChecks,
];
