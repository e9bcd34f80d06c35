/** What the threads of a detection are given to do, and what they answer. */
import { faultNamed } from '../../sandbox/faults/index.js';
import { variationNamed } from '../../sandbox/variations/index.js';
import { type FaultJudgement, judgeFault, soundRun } from './judge-fault.js';
import { judgeVariation, type VariationJudgement } from './judge-variation.js';
import { passingChecks } from './outcomes.js';
import type { VariedContracts } from './varied-contracts.js';

export type Job =
  | { readonly kind: 'fault'; readonly id: string }
  /** All seeds in one thread: they share the document. */
  | { readonly kind: 'variation'; readonly id: string; readonly seeds: readonly number[] };

export type Done =
  | { readonly kind: 'fault'; readonly judgement: FaultJudgement; readonly passing: readonly string[] }
  | { readonly kind: 'variation'; readonly judgements: readonly VariationJudgement[] };

export async function carryOut(job: Job, contracts: VariedContracts): Promise<Done> {
  if (job.kind === 'fault') {
    const fault = faultNamed(job.id);
    const judgement = await judgeFault(fault);
    return { kind: 'fault', judgement, passing: [...passingChecks(await soundRun(fault.run))] };
  }
  const judgements: VariationJudgement[] = [];
  for (const seed of job.seeds)
    judgements.push(await judgeVariation(variationNamed(job.id), seed, contracts));
  return { kind: 'variation', judgements };
}
