/** What has to be alike in two runs, so that a change between them is one of the server. */
import type { Results } from '../results.js';

/** `yes`, or why not. */
export function completeness({ run, partial }: Pick<Results, 'run' | 'partial'>): string {
  if (run.aborted) return 'no, ended from outside';
  return partial ? 'no, only a part was judged' : 'yes';
}

/** By name, in the order of telling. */
export function runFacts(results: Results): Readonly<Record<string, string>> {
  const { target, tool } = results;
  return {
    target: target.baseUrl,
    'contract document': target.contract.sha256.slice(0, 12),
    profile: target.profile,
    'tool version': tool.version,
    'requirement catalogue': tool.requirementsRevision,
    'complete run': completeness(results),
  };
}

export interface Unlike {
  readonly fact: string;
  readonly before: string;
  readonly after: string;
}

/** Where the two runs are not alike. */
export function unlike(before: Results, after: Results): Unlike[] {
  const later = runFacts(after);
  return Object.entries(runFacts(before)).flatMap(([fact, value]) =>
    later[fact] === value ? [] : [{ fact, before: value, after: later[fact] ?? '' }],
  );
}
