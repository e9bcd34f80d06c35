/** The one list of checks: add a check's file to one of these lists and it runs. */
import type { Check } from './check.js';
import { configurationChecks } from './configuration/index.js';
import { documentChecks } from './document/index.js';
import { invariants } from './invariants/index.js';
import { probeChecks } from './probes/index.js';

const observing: Check[] = [...invariants, ...probeChecks];

/** Checks that judge what was observed. */
export const checks: readonly Check[] = observing;

/** Checks that judge the document and the configuration, for which nothing is sent. */
export const staticChecks = [...documentChecks, ...configurationChecks];

type ListedCheck = Pick<Check, 'id' | 'title' | 'requirements'>;

const listed: ListedCheck[] = [...checks, ...staticChecks];

/** Of every check, what lists and reports show. */
export const allChecks: readonly ListedCheck[] = listed;

/** Checks of the user's own, before anything is judged. Their ids must be new. */
export function addChecks(own: readonly Check[]): void {
  observing.push(...own);
  listed.push(...own);
}
