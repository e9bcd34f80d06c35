/**
 * The index of the requirement catalogue (`specs/requirements.yaml`): what checks and reports need of each
 * requirement. The index is generated (`npm run generate`), because the catalogue itself takes longer to
 * parse than a worker should wait.
 */
import index from './catalogue.generated.json' with { type: 'json' };

export type RequirementId = string;

export interface Requirement {
  readonly id: RequirementId;
  /** MUST, MUST NOT, SHOULD, SHOULD NOT, MAY, BCP, OWASP or CONTRACT. */
  readonly level: string;
  readonly severity: 'fail' | 'warn' | 'info';
  readonly set: 'core' | 'companion' | 'profile';
  readonly kind: 'rule' | 'observation';
  /** `RFC 6749`, … */
  readonly document: string;
  readonly section: string;
  /** The requirement in one plain sentence. */
  readonly sentence: string;
  /** Names of preconditions, see the head of the catalogue. */
  readonly needs: readonly string[];
  /** Grant types it applies to; `any` for all. */
  readonly grants: readonly string[];
}

export const catalogueRevision: string = index.revision;

const requirements = new Map(index.requirements.map((entry) => [entry.id, entry as Requirement]));

/** Throws for an id that the catalogue does not have: a fault of the harness. */
export function requirement(id: RequirementId): Requirement {
  const found = requirements.get(id);
  if (!found) throw new Error(`requirement ${id} is not in the catalogue`);
  return found;
}

export function allRequirements(): readonly Requirement[] {
  return [...requirements.values()];
}
