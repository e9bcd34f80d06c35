/** Whether a conforming server is convicted of something, or acquitted by not being judged. */
import type { RunConditions } from '../../sandbox/run-conditions.js';
import type { Variation } from '../../sandbox/variations/variation.js';
import { describeVerdicts } from '../self/in-process-run.js';
import { type Expectation, expectations } from '../self/variation-expectations.js';
import { soundRun } from './judge-fault.js';
import { judgedRun } from './judged-run.js';
import { checksWith, judgedChecks, passingChecks, withOutcome } from './outcomes.js';
import type { VariedContracts } from './varied-contracts.js';

export interface VariationJudgement {
  readonly id: string;
  readonly seed: number;
  /** What is not as expected, one sentence each; empty: judged rightly. */
  readonly problems: readonly string[];
  /** Checks that were satisfied. */
  readonly passing: readonly string[];
}

function conditionsOf(
  { id, run }: Variation,
  { contract, profile }: Expectation,
  contracts: VariedContracts,
): RunConditions {
  return {
    ...run,
    ...(profile === undefined ? {} : { profile }),
    ...(contract === undefined ? {} : { contract: contracts.fileOf(id, contract, run?.contract) }),
  };
}

/** `checks` must be exactly the expected ones: an expectation that no longer holds is a problem as well. */
function difference(
  what: string,
  checks: Iterable<string>,
  reasons: Readonly<Record<string, string>> = {},
): string[] {
  const seen = new Set(checks);
  const unexpected = [...seen].filter((check) => !Object.hasOwn(reasons, check)).sort();
  const missing = Object.keys(reasons).filter((check) => !seen.has(check));
  return [
    ...(unexpected.length > 0 ? [`${what}, and nothing says why: ${unexpected.join(', ')}`] : []),
    ...(missing.length > 0 ? [`expected and not so (${what}): ${missing.join(', ')}`] : []),
  ];
}

export async function judgeVariation(
  variation: Variation,
  seed: number,
  contracts: VariedContracts,
): Promise<VariationJudgement> {
  const { id, run } = variation;
  const expectation = expectations[id] ?? {};
  const judged = await judgedRun({
    variation: id,
    run: conditionsOf(variation, expectation, contracts),
    seed,
  });
  const convicted = describeVerdicts(withOutcome(judged, 'fail', 'error'));
  const explained = describeVerdicts(withOutcome(judged, 'warn', 'inconclusive'));
  const unexpected = [
    ...difference('warns', checksWith(judged, 'warn'), expectation.warns),
    ...difference('cannot judge', checksWith(judged, 'inconclusive'), expectation.inconclusive),
  ];
  const judging = judgedChecks(judged);
  const idle = [...judgedChecks(await soundRun(run))].filter((check) => !judging.has(check));
  const lost = judged.results.flatMap(({ scenario, inconclusive, controlLost, unmet }) => {
    const reason = inconclusive ?? controlLost;
    return unmet !== undefined || reason === undefined ? [] : [`${scenario} was lost: ${reason}`];
  });
  return {
    id,
    seed,
    problems: [
      ...(convicted === '' ? [] : [`convicted:\n${convicted}`]),
      ...(unexpected.length > 0 ? [...unexpected, explained] : []),
      // Nobody is acquitted by not being judged.
      ...difference('does not judge', idle, expectation.idle),
      ...lost,
    ],
    passing: [...passingChecks(judged)],
  };
}
