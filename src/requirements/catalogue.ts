/**
 * The index of the requirement catalogue (`specs/requirements.yaml`): what checks and reports need of each
 * requirement. The index is generated (`npm run generate`), because the catalogue itself takes longer to
 * parse than a worker should wait.
 */
import index from '../../specs/requirements.index.json' with { type: 'json' };

export type RequirementId = string;

export interface Requirement {
  readonly id: RequirementId;
  /** MUST, MUST NOT, SHOULD, SHOULD NOT, MAY, BCP, OWASP or CONTRACT. */
  readonly level: string;
  readonly severity: 'fail' | 'warn' | 'info';
  readonly set: 'core' | 'companion' | 'profile' | 'document';
  readonly kind: 'rule' | 'observation';
  /** `active`, `static`, or `invariant:` and a class of responses. */
  readonly mode: string;
  /** token, revocation, introspection, metadata or resource. */
  readonly endpoint: string;
  /** `RFC 6749`, … */
  readonly document: string;
  readonly section: string;
  /** Where the section can be read; absent for what has no stable address. */
  readonly link?: string;
  /** The requirement in one plain sentence. */
  readonly sentence: string;
  /** Names of preconditions, see the head of the catalogue. */
  readonly needs: readonly string[];
  /** Grant types it applies to; `any` for all. */
  readonly grants: readonly string[];
}

/** The index as it is kept in `specs/requirements.index.json`. */
export interface CatalogueIndex {
  /** Version of the catalogue and the start of its SHA-256: every result carries it. */
  readonly revision: string;
  readonly requirements: readonly Requirement[];
}

// JSON modules widen literals; a self test holds the file to its generator.
const { revision, requirements: entries } = index as CatalogueIndex;

export const catalogueRevision: string = revision;

const requirements = new Map(entries.map((entry) => [entry.id, entry]));

/** Throws for an id that the catalogue does not have: a fault of the harness. */
export function requirement(id: RequirementId): Requirement {
  const found = requirements.get(id);
  if (!found) throw new Error(`requirement ${id} is not in the catalogue`);
  return found;
}

/** Rules of the user's own, before anything is judged. Their ids must be new. */
export function addRequirements(own: readonly Requirement[]): void {
  for (const one of own) requirements.set(one.id, one);
}

export function allRequirements(): readonly Requirement[] {
  return [...requirements.values()];
}

/**
 * The requirement of a source for a grant, e.g. `('ASVS5-8.4.1', 'refresh_token')`: for the few whose ids carry a
 * word of one target, which this code does not.
 */
export function requirementIdOf(source: string, grant: string): RequirementId {
  const found = [...requirements.values()].find(
    ({ id, grants }) => id.startsWith(`${source}-`) && grants.includes(grant),
  );
  if (!found) throw new Error(`the catalogue has no requirement of ${source} for ${grant}`);
  return found.id;
}
