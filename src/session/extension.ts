/** Checks and scenarios of the user's own, declared as ours are. */
import type { Check } from '../checks/check.js';
import type { Contract, Grant } from '../contract/contract.js';
import { DocumentError } from '../contract/document-error.js';
import type { Requirement } from '../requirements/catalogue.js';
import { families, type Scenario } from '../scenarios/scenario.js';

/** A rule that the catalogue does not have: a house rule, or a promise of the target's documentation. */
export interface OwnRequirement
  extends Pick<Requirement, 'id' | 'level' | 'document' | 'section' | 'sentence' | 'link'> {
  /** How a broken rule weighs. Default: `fail` for MUST and MUST NOT, else `warn`. */
  readonly severity?: Requirement['severity'];
}

/** What a file of checks exports by default. All parts are optional. */
export interface Extension {
  readonly requirements?: readonly OwnRequirement[];
  /** Examples are for the author's tests; they may be left out. */
  readonly checks?: readonly (Omit<Check, 'examples'> & Partial<Pick<Check, 'examples'>>)[];
  /** Called for each grant of the contract. Ids start with the grant type and a slash. */
  scenarios?(contract: Contract, grant: Grant): readonly Scenario[];
}

/** A file of checks cannot be used. */
export class ExtensionError extends DocumentError {}

/**
 * The scenarios that the extensions derive.
 * @throws ExtensionError for one that is no scenario
 */
export function ownScenarios(
  contract: Contract,
  extensions: readonly Extension[],
  isTaken: (id: string) => boolean,
): Scenario[] {
  const own: Scenario[] = [];
  const fail = (problem: string, mend: string): never => {
    throw new ExtensionError({ file: '--checks', problem, mend });
  };
  for (const extension of extensions)
    for (const grant of contract.grants)
      for (const scenario of extension.scenarios?.(contract, grant) ?? []) {
        const id = JSON.stringify(scenario?.id);
        if (!scenario?.id?.startsWith(`${grant.type}/`))
          fail(`a scenario for ${grant.type} has the id ${id}`, `start it with ${grant.type}/`);
        if (isTaken(scenario.id) || own.some((one) => one.id === scenario.id))
          fail(`there is a scenario ${id} already`, 'give it another id');
        if (!families.includes(scenario.family))
          fail(`the scenario ${id} has no family`, `one of ${families.join(', ')}`);
        if (!Array.isArray(scenario.steps) || scenario.steps.length === 0)
          fail(`the scenario ${id} has no steps`, "write steps: [{ name: 'request', probe, build }]");
        own.push({ ...scenario, grant: grant.type, tags: scenario.tags ?? [], needs: scenario.needs ?? [] });
      }
  return own;
}
