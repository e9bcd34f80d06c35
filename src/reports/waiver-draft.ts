/** Drafts a waiver file from what failed: a person still has to say who answers for each, and why. */
import { stringify } from 'yaml';
import { dayOf, type Waiver } from '../verdicts/waivers.js';
import type { Result, Results } from './results.js';

/** Long enough to mend something, short enough not to be forgotten. Days. */
const term = 30;

/** A check that fails in more scenarios than this gets one waiver for all of them. */
const listedScenarios = 3;

type Draft = Pick<Waiver, 'check' | 'scenario' | 'owner' | 'reason' | 'expires'>;

function draftsOf(check: string, failures: readonly Result[], expires: string): Draft[] {
  const draft = ({ actual, message }: Result): Omit<Draft, 'scenario'> => ({
    check,
    owner: '',
    reason: actual ?? message,
    expires,
  });
  const [first] = failures;
  if (first && (first.invariant || failures.length > listedScenarios)) return [draft(first)];
  return failures.map((failure) => {
    const { check: name, ...rest } = draft(failure);
    return { check: name, scenario: failure.scenario, ...rest };
  });
}

/** YAML by `schemas/waivers.schema.json`, but for the owners: without them the file is refused. */
export function waiverDraft({ results, run }: Results): string {
  const failures = new Map<string, Result[]>();
  for (const result of results)
    if (result.outcome === 'fail')
      failures.set(result.check, [...(failures.get(result.check) ?? []), result]);
  const expires = dayOf(new Date(Date.parse(run.finishedAt) + term * 24 * 3_600_000));
  const waivers = [...failures].flatMap(([check, failed]) => draftsOf(check, failed, expires));
  const head = [
    'Known deviations that do not fail a run (--waivers). Give each an owner and the reason why it is accepted,',
    'shorten the term where you can, and drop the lines that are mended. Until every owner is filled in the file is refused.',
  ];
  return `${head.map((line) => `# ${line}\n`).join('')}${stringify({ waivers }, { lineWidth: 110 })}`;
}
