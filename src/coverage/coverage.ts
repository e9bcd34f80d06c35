/**
 * Coverage: requirement, checks, scenarios, proof. A rule counts as covered when one of its checks passes on a
 * conforming sandbox and convicts at least one seeded fault that breaks it (`coverage_figure` in the catalogue).
 */
import { allChecks } from '../checks/index.js';
import { allRequirements, catalogueRevision, type Requirement } from '../requirements/catalogue.js';
import type { Scenario } from '../scenarios/scenario.js';
import { checksFor } from '../session/judge.js';
import { staticChecksFor } from '../session/judge-static.js';
import { type Explanation, readExplanations } from './explanations.js';
import { faultListHash, type Proof, readProof } from './proof.js';

/**
 * `observation` records what a server may choose and counts in no figure. `missing` is covered by nothing and
 * explained by nobody: a self test keeps that from happening.
 */
type State = 'covered' | 'not-applicable' | 'unverified' | 'observation' | 'missing';

export interface CoveredRequirement {
  readonly requirement: Requirement;
  readonly state: State;
  readonly checks: readonly string[];
  /** Of the checks that are bound to a probe. Invariants judge every exchange of their class. */
  readonly scenarios: readonly string[];
  /** Faults that break it and that one of its checks convicts. */
  readonly faults: readonly string[];
  /** Why it is not covered; `undefined` where it is. */
  readonly reason: string | undefined;
  readonly switchedOnBy: string | undefined;
}

export interface Figure {
  readonly set: Requirement['set'];
  readonly covered: number;
  readonly total: number;
}

export interface Coverage {
  readonly revision: string;
  /** The proof is of another list of faults than the one in this package. */
  readonly stale: boolean;
  /** By set, never summed. */
  readonly figures: readonly Figure[];
  readonly requirements: readonly CoveredRequirement[];
}

const sets = ['core', 'companion', 'profile', 'document'] as const;

/** By requirement, the values that the entries have for it. */
function grouped(entries: readonly (readonly [id: string, value: string])[]): Map<string, string[]> {
  const groups = new Map<string, Set<string>>();
  for (const [id, value] of entries) groups.set(id, (groups.get(id) ?? new Set()).add(value));
  return new Map([...groups].map(([id, values]) => [id, [...values]]));
}

/** A check that never passed on a conforming server may convict everybody: it proves nothing. */
function provedFaults({ faults, documents, passing }: Proof): Map<string, string[]> {
  const trusted = new Set(passing);
  return grouped(
    [...faults, ...documents].flatMap(({ id, convictions }) =>
      convictions
        .filter(({ check }) => trusted.has(check))
        .flatMap(({ requirements }) => requirements.map((requirement) => [requirement, id] as const)),
    ),
  );
}

function stateOf({ kind }: Requirement, proved: boolean, explanation: Explanation | undefined): State {
  if (kind === 'observation') return 'observation';
  if (proved) return 'covered';
  if (!explanation) return 'missing';
  return explanation.switchedOnBy === undefined ? 'unverified' : 'not-applicable';
}

/** @param scenarios those of the contract in question */
export function coverageOf(scenarios: readonly Scenario[], proof: Proof = readProof()): Coverage {
  const explanations = readExplanations();
  const checksOf = grouped(
    allChecks.flatMap(({ id, requirements }) => requirements.map((one) => [one, id] as const)),
  );
  const faultsOf = provedFaults(proof);
  const scenariosOf = grouped(
    scenarios.flatMap(({ id, steps, judges }) =>
      [...steps.flatMap(({ probe }) => checksFor(probe)), ...(judges ? staticChecksFor(judges) : [])].flatMap(
        ({ requirements }) => requirements.map((one) => [one, id] as const),
      ),
    ),
  );
  const requirements = allRequirements().map((requirement): CoveredRequirement => {
    const { id } = requirement;
    const faults = faultsOf.get(id) ?? [];
    const explanation = explanations.get(id);
    const state = stateOf(requirement, faults.length > 0, explanation);
    const explained = state === 'unverified' || state === 'not-applicable';
    return {
      requirement,
      state,
      checks: checksOf.get(id) ?? [],
      scenarios: scenariosOf.get(id) ?? [],
      faults,
      reason: explained ? explanation?.reason : undefined,
      switchedOnBy: explained ? explanation?.switchedOnBy : undefined,
    };
  });
  const figures = sets.map((set): Figure => {
    const rules = requirements.filter(
      ({ requirement: { kind, set: its } }) => kind === 'rule' && its === set,
    );
    return { set, covered: rules.filter(({ state }) => state === 'covered').length, total: rules.length };
  });
  return { revision: catalogueRevision, stale: proof.faultList !== faultListHash(), figures, requirements };
}

/** `97.2 %`, rounded down: a figure must not claim more than there is. */
export function percentage({ covered, total }: Figure): string {
  return total === 0 ? '–' : `${(Math.floor((covered / total) * 1000) / 10).toFixed(1)} %`;
}
