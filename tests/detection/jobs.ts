/** What the threads of a detection are given to do, and what they answer. */
import type { Fault } from '../../sandbox/faults/fault.js';
import { faultNamed } from '../../sandbox/faults/index.js';
import type { RunConditions } from '../../sandbox/run-conditions.js';
import { variationNamed } from '../../sandbox/variations/index.js';
import type { Variation } from '../../sandbox/variations/variation.js';
import type { Conviction } from '../../src/coverage/proof.js';
import { type FaultJudgement, judgeFault, judgeFaultAgain, soundRun } from './judge-fault.js';
import { judgeVariation, type VariationJudgement } from './judge-variation.js';
import { passingChecks } from './outcomes.js';
import type { VariedContracts } from './varied-contracts.js';

type Subject =
  /** `earlier`: what convicted it in a proof of the same checks; default: none is at hand. */
  | { readonly kind: 'fault'; readonly id: string; readonly earlier?: readonly Conviction[] }
  /** All seeds in one thread: they share the document. */
  | { readonly kind: 'variation'; readonly id: string; readonly seeds: readonly number[] };

/** Servers under the same conditions: they are compared with one run of the sound server. */
export type Job = readonly Subject[];

export interface Done {
  readonly faults: readonly FaultJudgement[];
  readonly variations: readonly VariationJudgement[];
  /** Ids of the checks that conforming servers satisfied. */
  readonly passing: readonly string[];
}

/** How many servers one job has at most: so few that no core is idle at the end. */
const atMost = 12;

interface Meant {
  readonly faults: readonly Pick<Fault, 'id' | 'run'>[];
  readonly variations: readonly Pick<Variation, 'id' | 'run'>[];
  /** Number of seeds for each variation; some need more. */
  readonly seeds: number;
  earlier(fault: string): readonly Conviction[] | undefined;
}

const seedsUpTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Unusual conditions come first: it is they that take long. */
export function jobsFor({ faults, variations, seeds, earlier }: Meant): Job[] {
  const alike = new Map<string, Subject[]>();
  const add = (run: RunConditions | undefined, subject: Subject): void => {
    const conditions = JSON.stringify(run ?? {});
    alike.set(conditions, [...(alike.get(conditions) ?? []), subject]);
  };
  for (const { id, run } of variations)
    add(run, { kind: 'variation', id, seeds: seedsUpTo(Math.max(seeds, run?.seedCount ?? 1)) });
  for (const { id, run } of faults) {
    const known = earlier(id);
    add(run, { kind: 'fault', id, ...(known === undefined ? {} : { earlier: known }) });
  }
  return [...alike.values()]
    .sort((one, other) => one.length - other.length)
    .flatMap((subjects) =>
      Array.from({ length: Math.ceil(subjects.length / atMost) }, (_, index) =>
        subjects.slice(index * atMost, (index + 1) * atMost),
      ),
    );
}

export async function carryOut(job: Job, contracts: VariedContracts): Promise<Done> {
  const faults: FaultJudgement[] = [];
  const variations: VariationJudgement[] = [];
  const passing = new Set<string>();
  for (const subject of job)
    if (subject.kind === 'fault') {
      const fault = faultNamed(subject.id);
      const { earlier } = subject;
      faults.push(await (earlier === undefined ? judgeFault(fault) : judgeFaultAgain(fault, earlier)));
      for (const check of passingChecks(await soundRun(fault.run))) passing.add(check);
    } else {
      const variation = variationNamed(subject.id);
      let seeded: ReadonlySet<string> | undefined;
      for (const seed of subject.seeds) {
        const judgement = await judgeVariation(variation, seed, contracts, seeded);
        seeded ??= judgement.seeded;
        variations.push(judgement);
        for (const check of judgement.passing) passing.add(check);
      }
    }
  return { faults, variations, passing: [...passing] };
}
