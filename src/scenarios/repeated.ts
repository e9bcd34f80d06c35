/** Which scenarios are run several times (`--repeat`): the controls and a sample, the same for the same seed. */
import { createHash } from 'node:crypto';
import type { Scenario } from './scenario.js';

/** Not asked for again: each time would take as long, or strain as much. */
const once = ['waits', 'brute-force', 'timing'] as const;

function isRepeatable({ needs, optIns = [] }: Scenario): boolean {
  return needs.length === 0 && !optIns.some((optIn) => (once as readonly string[]).includes(optIn));
}

const isControl = ({ steps }: Scenario): boolean => steps.some(({ probe }) => probe === 'control');

/** Ids of the controls that close the first family of each grant, and of one scenario for each family and grant. */
export function repeatedScenarios(scenarios: readonly Scenario[], seed: number): ReadonlySet<string> {
  const chosen = new Map<string, { readonly id: string; readonly rank: string }>();
  const offer = (group: string, id: string, rank: string): void => {
    const known = chosen.get(group);
    if (!known || rank < known.rank) chosen.set(group, { id, rank });
  };
  for (const scenario of scenarios.filter(isRepeatable)) {
    const { id, family, grant } = scenario;
    if (isControl(scenario)) offer(`control of ${grant}`, id, '');
    else offer(`${family}/${grant}`, id, createHash('sha256').update(`${seed} ${id}`).digest('hex'));
  }
  return new Set([...chosen.values()].map(({ id }) => id));
}
