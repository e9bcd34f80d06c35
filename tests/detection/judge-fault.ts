/** Whether a fault is convicted, and by which checks of the requirements that it breaks. */
import type { Fault } from '../../sandbox/faults/fault.js';
import type { RunConditions } from '../../sandbox/run-conditions.js';
import type { Conviction, ProvedFault } from '../../src/coverage/proof.js';
import { requirement } from '../../src/requirements/catalogue.js';
import type { Verdict } from '../../src/verdicts/verdict.js';
import { describeVerdicts, type InProcessRun } from '../self/in-process-run.js';
import { judgedRun } from './judged-run.js';
import { checksWith, withOutcome } from './outcomes.js';

export interface FaultJudgement extends ProvedFault {
  /** Everything that was found, the unrelated too, one line each: what to look at when nothing convicts. */
  readonly found: string;
}

/** By the conditions of the run, as JSON. */
const soundRuns = new Map<string, Promise<InProcessRun>>();

/** The server without any fault under these conditions; judged once in a process. */
export function soundRun(run: RunConditions | undefined): Promise<InProcessRun> {
  const conditions = JSON.stringify(run ?? {});
  const known = soundRuns.get(conditions) ?? judgedRun({ run });
  soundRuns.set(conditions, known);
  return known;
}

/** A fail or a warning, or an information where the broken requirement asks for no more. */
function proves({ outcome }: Verdict, broken: string): boolean {
  return (
    ['fail', 'warn'].includes(outcome) || (outcome === 'info' && requirement(broken).severity === 'info')
  );
}

export function convictionsIn(verdicts: readonly Verdict[], breaks: readonly string[]): Conviction[] {
  const convictions = new Map<string, Conviction>();
  for (const verdict of verdicts) {
    const { check, scenario, outcome, requirements } = verdict;
    const common = breaks.filter((id) => requirements.includes(id) && proves(verdict, id));
    if (common.length === 0 || convictions.has(check)) continue;
    convictions.set(check, {
      check,
      requirements: common,
      outcome: outcome as Conviction['outcome'],
      scenario,
    });
  }
  return [...convictions.values()].sort((one, other) => (one.check < other.check ? -1 : 1));
}

/**
 * Runs a server with the fault. A check that says something about the sound server as well counts for nothing.
 * @param selected ids of the scenarios that are run; default: all of them
 */
export async function judgeFault(fault: Fault, selected?: ReadonlySet<string>): Promise<FaultJudgement> {
  const { id, area, breaks, run } = fault;
  const talkative = checksWith(await soundRun(run), 'fail', 'warn', 'info');
  const judged = await judgedRun({ fault: id, run, ...(selected === undefined ? {} : { selected }) });
  const found = withOutcome(judged, 'fail', 'warn', 'info').filter(({ check }) => !talkative.has(check));
  return { id, area, breaks, convictions: convictionsIn(found, breaks), found: describeVerdicts(found) };
}

const named = ({ check, requirements }: Conviction): string => `${check}: ${requirements.join(', ')}`;

/** Those of `expected` that `convictions` lack, one line each. */
export function missingConvictions(
  expected: readonly Conviction[],
  { convictions }: Pick<ProvedFault, 'convictions'>,
): string[] {
  const found = new Set(convictions.map(named));
  return expected.map(named).filter((one) => !found.has(one));
}

/** As `judgeFault`, with no more scenarios than an earlier proof names where they convict it again as they did. */
export async function judgeFaultAgain(fault: Fault, earlier: readonly Conviction[]): Promise<FaultJudgement> {
  if (earlier.length > 0) {
    const judged = await judgeFault(fault, new Set(earlier.map(({ scenario }) => scenario)));
    if (missingConvictions(earlier, judged).length === 0) return judged;
  }
  // What needs more than its own scenarios is left to the whole run.
  return judgeFault(fault);
}
