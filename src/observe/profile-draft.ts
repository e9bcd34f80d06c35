/** The draft of a quirk profile: each way in which the target was seen to deviate, to be reviewed by a person. */
import { stringify } from 'yaml';
import { printable } from '../http/printable.js';
import type { Result, Results } from '../reports/results.js';
import type { EnforcementSeen } from './enforcement.js';

/** More answers to one check than these are of no kind. */
const mostAnswers = 20;

/** Values that another run sees differently: times, lengths, markers of what was redacted. A pattern says `*` for them. */
function generalised(actual: string): string {
  return actual
    .replace(/\b\d+(?= (s|ms|seconds|bytes|characters|bits|times)\b)/g, '*')
    .replace(/‹[^›]{1,80}›/g, '*')
    .replace(/\b\d{4,}\b/g, '*');
}

function answersOf(results: readonly Result[]): string[] {
  const all = results.flatMap(({ actual, affected }) =>
    affected && affected.length > 0 ? affected.map((one) => one.actual) : [actual],
  );
  return [...new Set(all.map((actual) => generalised(printable(actual ?? ''))))].slice(0, mostAnswers);
}

/** Findings about the target: the document and the settings are for others to mend. */
function deviations({ results }: Results): Result[] {
  return results.filter(
    ({ observedAs, cause, location }) =>
      observedAs !== undefined && (cause ?? 'implementation') === 'implementation' && location === undefined,
  );
}

/**
 * @param results of a run that observes
 * @returns YAML by `schemas/profile.schema.json`
 */
export function profileDraft(results: Results, enforcement: readonly EnforcementSeen[]): string {
  const { target, tool, run } = results;
  const byCheck = new Map<string, Result[]>();
  for (const result of deviations(results))
    byCheck.set(result.check, [...(byCheck.get(result.check) ?? []), result]);
  const source = `observed by ${tool.name} ${tool.version} on ${run.finishedAt.slice(0, 10)}, seed ${run.seed}`;
  const profile = {
    title: `Observed: ${printable(target.baseUrl)}`,
    description: 'A draft. Say of each deviation whether it is known and meant, and remove what is neither.',
    enforced: Object.fromEntries(
      enforcement.flatMap(({ parameter, enforced }) =>
        parameter.enforced === 'unknown' && enforced !== undefined ? [[parameter.name, enforced]] : [],
      ),
    ),
    deviations: [...byCheck].map(([check, found]) => ({
      what: `Not so here: ${printable(found[0]?.message ?? check)}`,
      checks: [check],
      actual: answersOf(found),
      evidence: 'measured',
      source,
    })),
  };
  const remark =
    '# A draft, written by run --observe from what the target was seen to do. Nobody has judged it: review it before you use it.\n';
  return remark + stringify(profile, { lineWidth: 110 });
}
