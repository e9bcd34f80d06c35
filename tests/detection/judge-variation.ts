/** Whether a conforming server is convicted of something, or acquitted by not being judged. */
import type { RunConditions } from '../../sandbox/run-conditions.js';
import type { Variation } from '../../sandbox/variations/variation.js';
import { describeVerdicts, type InProcessRun } from '../self/in-process-run.js';
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
  /** Ids of the scenarios that send something else with another seed. */
  readonly seeded: ReadonlySet<string>;
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

function unexpected(
  what: string,
  checks: Iterable<string>,
  reasons: Readonly<Record<string, string>> = {},
): string[] {
  const surprising = [...new Set(checks)].filter((check) => !Object.hasOwn(reasons, check)).sort();
  return surprising.length > 0 ? [`${what}, and nothing says why: ${surprising.join(', ')}`] : [];
}

/** `checks` must be exactly the expected ones: an expectation that no longer holds is a problem as well. */
function difference(
  what: string,
  checks: Iterable<string>,
  reasons: Readonly<Record<string, string>> = {},
): string[] {
  const seen = new Set(checks);
  const missing = Object.keys(reasons).filter((check) => !seen.has(check));
  return [
    ...unexpected(what, seen, reasons),
    ...(missing.length > 0 ? [`expected and not so (${what}): ${missing.join(', ')}`] : []),
  ];
}

/** Nobody is acquitted by not being judged: checks that judge the sound server, and not this one. */
async function idleChecks(
  judged: InProcessRun,
  run: RunConditions | undefined,
  { idle }: Expectation,
): Promise<string[]> {
  const judging = judgedChecks(judged);
  const unused = [...judgedChecks(await soundRun(run))].filter((check) => !judging.has(check));
  return difference('does not judge', unused, idle);
}

/**
 * @param reseeded ids of the scenarios that send something else than with a seed that was judged before: the others are not
 *   sent again, and what is expected of a whole run is not asked of them. Default: a whole run
 */
export async function judgeVariation(
  variation: Variation,
  seed: number,
  contracts: VariedContracts,
  reseeded?: ReadonlySet<string>,
): Promise<VariationJudgement> {
  const { id, run } = variation;
  const expectation = expectations[id] ?? {};
  const judged = await judgedRun({
    variation: id,
    run: conditionsOf(variation, expectation, contracts),
    seed,
    ...(reseeded === undefined ? {} : { selected: reseeded }),
  });
  const convicted = describeVerdicts(withOutcome(judged, 'fail', 'error'));
  const explained = describeVerdicts(withOutcome(judged, 'warn', 'inconclusive'));
  const compare = reseeded === undefined ? difference : unexpected;
  const unexplained = [
    ...compare('warns', checksWith(judged, 'warn'), expectation.warns),
    ...compare('cannot judge', checksWith(judged, 'inconclusive'), expectation.inconclusive),
  ];
  const lost = judged.results.flatMap(({ scenario, inconclusive, controlLost, unmet }) => {
    const reason = inconclusive ?? controlLost;
    return unmet !== undefined || reason === undefined ? [] : [`${scenario} was lost: ${reason}`];
  });
  return {
    id,
    seed,
    problems: [
      ...(convicted === '' ? [] : [`convicted:\n${convicted}`]),
      ...(unexplained.length > 0 ? [...unexplained, explained] : []),
      ...(reseeded === undefined ? await idleChecks(judged, run, expectation) : []),
      ...lost,
    ],
    passing: [...passingChecks(judged)],
    seeded: judged.seeded,
  };
}
