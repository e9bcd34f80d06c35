/**
 * A sweep: all generated inputs of a grant, sent once, judged by every check, in batches of which nothing is kept but
 * counterexamples. What breaks a check is made smaller until nothing smaller breaks the same one.
 */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { Subject } from '../../checks/check.js';
import { isRejected, shielded } from '../../checks/predicates.js';
import type { Contract, Grant } from '../../contract/contract.js';
import type { Observation } from '../../http/observation.js';
import { inputs } from '../../scenarios/fuzz/inputs.js';
import type { Mutation } from '../../scenarios/fuzz/mutation.js';
import { type Judged, judge, outcomeOf } from '../judge.js';
import type { FuzzSender, Tried } from './sender.js';

/** By which the generator makes an input again. */
export interface Origin {
  readonly seed: number;
  readonly path: string;
}

interface Finding extends Origin {
  readonly judged: Judged;
  readonly mutations: readonly Mutation[];
}

export interface Sweep {
  /** For each check that judged anything: the counterexample, else an exchange that satisfies it. */
  readonly judged: readonly Judged[];
  readonly findings: readonly Finding[];
  /** Why it ended early. */
  readonly stopped: string | undefined;
  /** The valid request no longer works. */
  readonly controlLost: boolean;
}

export interface SweepOptions {
  readonly contract: Contract;
  readonly grant: Grant;
  readonly count: number;
  readonly seed: number;
  readonly large: boolean;
  readonly sender: FuzzSender;
  subjectOf(probe: string, observation: Observation): Subject;
  /** Checks that are broken by the valid request, too: no input is needed to show it. */
  isKnown(check: string): boolean;
  /** Why nothing more is sent; `undefined` while the target serves us and nobody asked to stop. */
  end(): Promise<string | undefined>;
  /** Called with each counterexample before anything of it is kept. */
  found(observation: Observation): void;
}

/** What one batch holds at once. */
const batchSize = 500;

/** Some inputs are not sent, to spare an account: as many are drawn in their place, up to so many times the number. */
const drawLimit = 3;

/** Smaller inputs that are tried for one counterexample. */
const shrinkLimit = 300;

/** Each one costs the whole deadline of a request. */
const hangLimit = 6;

const sameMeaning = 'same-meaning-granted';
const noCrash = 'never-5xx';

/** Seeds of one run differ by grant and batch. */
function seedOf(seed: number, grant: string, batch: number): number {
  return createHash('sha256').update(`${seed} fuzz/${grant}/${batch}`).digest().readInt32BE(0);
}

const weighs = (judged: Judged): boolean => ['fail', 'warn', 'error'].includes(outcomeOf(judged));

interface Exchange {
  readonly judged: readonly Judged[];
}

/** Sends one input and judges what came; `undefined` when nothing can be said. */
function exchanger(options: SweepOptions, stop: (reason: string, controlLost?: boolean) => void) {
  const { sender } = options;
  let hangs = 0;

  /** `undefined`: the server did not serve us. A block page does: it refuses, and nothing else can be said of it. */
  const judgements = (tried: Tried | undefined): Judged[] | undefined => {
    if (!tried) return undefined;
    const { probe, observation } = tried;
    const blocked = shielded(observation) !== undefined;
    if (blocked && (observation.response?.status === 429 || !isRejected(observation.response)))
      return undefined;
    const judged = judge(options.subjectOf(probe, observation), '');
    // A crash is one defect, whatever was sent.
    const crash = judged.find((one) => one.check.id === noCrash && weighs(one));
    if (crash) return [crash];
    return blocked ? judged.filter(({ check }) => 'probes' in check.on) : judged;
  };

  return async (mutations: readonly Mutation[]): Promise<Exchange | undefined> => {
    const end = await options.end();
    if (end !== undefined) {
      stop(end);
      return undefined;
    }
    const tried = await sender.send(mutations);
    if (tried?.observation.failure?.kind === 'timeout' && ++hangs >= hangLimit)
      stop(`${hangs} generated requests were not answered in time`);
    let judged = judgements(tried);
    if (judged?.some((one) => one.check.id === sameMeaning && weighs(one))) {
      // The refusal proves something only while the valid request is granted.
      const lost = await sender.lost();
      if (lost !== undefined) {
        stop(lost, true);
        return undefined;
      }
      judged = judgements(await sender.send(mutations));
    }
    return judged && { judged };
  };
}

/** The input that an origin stands for. */
export function inputOf(
  origin: Origin,
  { contract, grant, large }: Pick<SweepOptions, 'contract' | 'grant' | 'large'>,
): readonly Mutation[] | undefined {
  return fc.sample(inputs(contract, grant, { large }), { ...origin, numRuns: 1 })[0];
}

export async function sweep(options: SweepOptions): Promise<Sweep> {
  const { contract, grant, count, large } = options;
  const arbitrary = inputs(contract, grant, { large });
  const satisfied = new Map<string, Judged>();
  const findings = new Map<string, Finding>();
  let stopped: string | undefined;
  let controlLost = false;
  let sent = 0;
  const exchange = exchanger(options, (reason, lost = false) => {
    stopped ??= reason;
    controlLost ||= lost;
  });
  const isNew = (judged: Judged): boolean =>
    weighs(judged) && !findings.has(judged.check.id) && !options.isKnown(judged.check.id);

  /** The next counterexample at or after an input; `undefined` when the batch holds no more. */
  async function next(seed: number, size: number, from: number): Promise<Finding | undefined> {
    let latest: Pick<Finding, 'judged' | 'mutations'> | undefined;
    let smaller = 0;
    const property = fc.asyncProperty(arbitrary, async (mutations) => {
      if (stopped !== undefined || (latest && ++smaller > shrinkLimit)) return true;
      if (sent >= count && !latest) return true;
      const made = await exchange(mutations);
      if (made && !latest) sent++;
      for (const one of made?.judged ?? [])
        if (!satisfied.has(one.check.id) && outcomeOf(one) === 'pass') satisfied.set(one.check.id, one);
      const hit = made?.judged.find(
        (one) => isNew(one) && (latest === undefined || one.check === latest.judged.check),
      );
      if (!hit) return true;
      latest = { judged: hit, mutations };
      return false;
    });
    const start = from === 0 ? {} : { path: String(from) };
    const { counterexamplePath: path } = await fc.check(property, { seed, numRuns: size - from, ...start });
    return latest && path !== null ? { ...latest, seed, path } : undefined;
  }

  const batches = Math.ceil((count * drawLimit) / batchSize);
  for (let batch = 0; batch < batches && sent < count && stopped === undefined; batch++) {
    const seed = seedOf(options.seed, grant.type, batch);
    const size = Math.min(batchSize, count * drawLimit);
    let from = 0;
    while (from < size) {
      const finding = await next(seed, size, from);
      if (!finding) break;
      options.found(finding.judged.observation);
      findings.set(finding.judged.check.id, finding);
      // The same input once more: it may break another check as well.
      from = Number(finding.path.split(':', 1)[0]);
    }
  }
  const broken = [...findings.values()];
  return {
    judged: [
      ...broken.map(({ judged }) => judged),
      ...[...satisfied.values()].filter(({ check }) => !findings.has(check.id)),
    ],
    findings: broken,
    stopped,
    controlLost,
  };
}
