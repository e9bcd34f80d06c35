/** Applies checks to the observations of a scenario and settles outcome and cause. Sends nothing. */
import type { Check, Judgement, Subject } from '../checks/check.js';
import { classesOf } from '../checks/classes.js';
import { checks } from '../checks/index.js';
import type { Observation } from '../http/observation.js';
import { requirement } from '../requirements/catalogue.js';
import { covers } from '../scenarios/probe.js';
import { compareOutcomes } from '../verdicts/outcomes.js';
import type { Outcome, Verdict } from '../verdicts/verdict.js';

export interface Judged {
  readonly check: Check;
  readonly judgement: Judgement | { readonly kind: 'error'; readonly reason: string };
  readonly exchange: string;
  readonly observation: Observation;
}

const boundTo = new Map<string, readonly Check[]>();

/** The checks that are bound to a probe. */
export function checksFor(probe: string): readonly Check[] {
  const found =
    boundTo.get(probe) ??
    checks.filter(({ on }) => 'probes' in on && on.probes.some((pattern) => covers(pattern, probe)));
  boundTo.set(probe, found);
  return found;
}

/** What the check says; an error where it failed to say anything. */
export function apply(check: Check, subject: Subject): Judged['judgement'] {
  try {
    return check.judge(subject);
  } catch (problem) {
    return {
      kind: 'error',
      reason: `the check failed to judge: ${problem instanceof Error ? problem.message : problem}`,
    };
  }
}

/** By probe and classes; filled when observations are judged: by then the user's own checks are there, too. */
const judging = new Map<string, readonly Check[]>();

/** The checks that judge an observation: those bound to its probe, and the invariants of its classes. */
export function judgedBy(subject: Subject): readonly Check[] {
  const classes = classesOf(subject);
  const key = [subject.probe, ...classes].join(' ');
  const found = judging.get(key) ?? [
    ...checksFor(subject.probe),
    ...checks.filter(({ on }) => 'every' in on && classes.includes(on.every)),
  ];
  judging.set(key, found);
  return found;
}

/** All judgements of one observation. */
export function judge(subject: Subject, exchange: string): Judged[] {
  const { observation } = subject;
  return judgedBy(subject).map((check) => ({
    check,
    judgement: apply(check, subject),
    exchange,
    observation,
  }));
}

export function outcomeOf({ check, judgement }: Pick<Judged, 'check' | 'judgement'>): Outcome {
  return judgement.kind === 'violation'
    ? (judgement.severity ?? requirement(check.requirements[0]).severity)
    : judgement.kind;
}

/** Of several judgements of one check on one scenario, the one that weighs most. */
export function worst(judged: readonly Judged[]): Judged | undefined {
  return judged.reduce<Judged | undefined>(
    (result, candidate) =>
      result === undefined || compareOutcomes(outcomeOf(candidate), outcomeOf(result)) < 0
        ? candidate
        : result,
    undefined,
  );
}

/** Judgements by check, in the order in which the checks first judged. */
export function byCheck(judged: readonly Judged[]): Map<Check, Judged[]> {
  const groups = new Map<Check, Judged[]>();
  for (const one of judged) groups.set(one.check, [...(groups.get(one.check) ?? []), one]);
  return groups;
}

/** The verdict where nothing was observed that could be judged. */
export function unjudgedVerdict(
  scenario: string,
  check: Check,
  outcome: 'not-applicable' | 'inconclusive',
  reason: string,
): Verdict {
  return {
    scenario,
    check: check.id,
    requirements: check.requirements,
    level: requirement(check.requirements[0]).level,
    outcome,
    message: reason,
    expected: undefined,
    actual: undefined,
    cause: outcome === 'inconclusive' ? 'configuration' : undefined,
    exchange: undefined,
    invariant: false,
    repeats: false,
  };
}

/** The verdict of a judgement. `text` redacts and makes printable whatever may stem from the target. */
export function verdictOf(
  scenario: string,
  judged: Judged,
  text: (value: string) => string,
  repeats = false,
): Verdict {
  const { check, judgement, exchange } = judged;
  const violated = judgement.kind === 'violation';
  return {
    scenario,
    check: check.id,
    requirements: check.requirements,
    level: requirement(check.requirements[0]).level,
    outcome: outcomeOf(judged),
    message: 'reason' in judgement ? text(judgement.reason) : check.title,
    expected: violated ? text(judgement.expected) : undefined,
    actual: violated ? text(judgement.actual) : undefined,
    cause: violated
      ? (judgement.cause ?? 'implementation')
      : judgement.kind === 'inconclusive'
        ? 'configuration'
        : undefined,
    exchange,
    invariant: 'every' in check.on,
    repeats,
  };
}
