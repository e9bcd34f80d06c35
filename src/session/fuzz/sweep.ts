/**
 * A sweep: all generated inputs of a grant, sent once, judged by every check, in batches of which nothing is kept but
 * counterexamples. What breaks a check is made smaller until nothing smaller breaks the same one.
 */
import { createHash } from 'node:crypto';
import { setImmediate as immediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { Subject } from '../../checks/check.js';
import { isRejected, shielded } from '../../checks/predicates.js';
import type { Contract, Grant } from '../../contract/contract.js';
import type { Observation } from '../../http/observation.js';
import { inputs } from '../../scenarios/fuzz/inputs.js';
import type { Mutation } from '../../scenarios/fuzz/mutation.js';
import { type Judged, outcomeOf } from '../judge.js';
import { NothingMoreIsSent } from '../sending.js';
import { createRepeatedJudge } from './repeated-answers.js';
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

interface Hit extends Pick<Finding, 'judged' | 'mutations'> {
  /** Place of the input in its batch. */
  readonly index: number;
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

interface Exchanger {
  /** `undefined`: it was not sent. */
  send(mutations: readonly Mutation[]): Promise<Tried | undefined>;
  /** `undefined`: nothing can be said. */
  judgements(tried: Tried | undefined): readonly Judged[] | undefined;
  /** What stands of that after a second look, where it takes one: more requests. */
  settled(
    mutations: readonly Mutation[],
    judged: readonly Judged[] | undefined,
  ): Promise<readonly Judged[] | undefined>;
}

/** Sends inputs and judges what came. */
function exchanger(options: SweepOptions, stop: (reason: string, controlLost?: boolean) => void): Exchanger {
  const { sender } = options;
  const judge = createRepeatedJudge();
  let hangs = 0;

  /** Why nothing more is sent may show only when something is to be sent. */
  async function unlessEnded<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (problem) {
      if (!(problem instanceof NothingMoreIsSent)) throw problem;
      stop(problem.message);
      return undefined;
    }
  }

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

  return {
    judgements,
    send: (mutations) =>
      unlessEnded(async () => {
        const end = await options.end();
        if (end !== undefined) {
          stop(end);
          return undefined;
        }
        const tried = await sender.send(mutations);
        if (tried?.observation.failure?.kind === 'timeout' && ++hangs >= hangLimit)
          stop(`${hangs} generated requests were not answered in time`);
        return tried;
      }),
    async settled(mutations, judged) {
      if (!judged?.some((one) => one.check.id === sameMeaning && weighs(one))) return judged;
      return unlessEnded(async () => {
        // The refusal proves something only while the valid request is granted.
        const lost = await sender.lost();
        if (lost === undefined) return judgements(await sender.send(mutations));
        stop(lost, true);
        return undefined;
      });
    },
  };
}

/** Resolves when a request whose sending was just begun is on its way: what is computed then costs no time. */
async function underWay(): Promise<void> {
  await immediate();
  await immediate();
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

  function noteSatisfied(judged: readonly Judged[]): void {
    for (const one of judged)
      if (!satisfied.has(one.check.id) && outcomeOf(one) === 'pass') satisfied.set(one.check.id, one);
  }

  /**
   * Sends inputs one after the other, up to the first that breaks a check. While one is on its way, the answer to the one before is
   * judged, and the next one made.
   */
  async function firstHit(drawn: readonly (readonly Mutation[])[], from: number): Promise<Hit | undefined> {
    let before: { readonly index: number; readonly tried: Tried | undefined } | undefined;
    let index = from;
    for (;;) {
      const expected = sent + (before?.tried ? 1 : 0);
      const mutations = stopped === undefined && expected < count ? drawn[index] : undefined;
      if (mutations === undefined && before === undefined) return undefined;
      const sending = mutations && exchange.send(mutations);
      // It is awaited below; until then nobody would hear of its failure.
      sending?.catch(() => {});
      if (sending) await underWay();
      const first = before && exchange.judgements(before.tried);
      const next = sending && drawn[index + 1];
      if (next) options.sender.prepare(next);
      const tried = await sending;
      if (before) {
        const input = drawn[before.index] ?? [];
        const judged = await exchange.settled(input, first);
        if (judged) sent++;
        noteSatisfied(judged ?? []);
        const hit = judged?.find(isNew);
        if (hit) return { index: before.index, judged: hit, mutations: input };
      }
      before = mutations && { index, tried };
      if (mutations) index++;
    }
  }

  /** Makes the input of a hit smaller, until nothing smaller breaks the same check. */
  async function smallest(seed: number, hit: Hit): Promise<Finding> {
    let latest: Pick<Finding, 'judged' | 'mutations'> = hit;
    let smaller = -1;
    const property = fc.asyncProperty(arbitrary, async (mutations) => {
      // The first one is the hit itself.
      if (++smaller === 0) return false;
      if (stopped !== undefined || smaller > shrinkLimit) return true;
      const judged = await exchange.settled(mutations, exchange.judgements(await exchange.send(mutations)));
      noteSatisfied(judged ?? []);
      const found = judged?.find((one) => one.check === hit.judged.check && weighs(one));
      if (!found) return true;
      latest = { judged: found, mutations };
      return false;
    });
    const path = String(hit.index);
    const { counterexamplePath } = await fc.check(property, { seed, path, numRuns: 1 });
    return { ...latest, seed, path: counterexamplePath ?? path };
  }

  const batches = Math.ceil((count * drawLimit) / batchSize);
  for (let batch = 0; batch < batches && sent < count && stopped === undefined; batch++) {
    const seed = seedOf(options.seed, grant.type, batch);
    const drawn = fc.sample(arbitrary, { seed, numRuns: Math.min(batchSize, count * drawLimit) });
    // A hit is tried once more: it may break another check as well.
    for (let hit = await firstHit(drawn, 0); hit; hit = await firstHit(drawn, hit.index)) {
      const finding = await smallest(seed, hit);
      options.found(finding.judged.observation);
      findings.set(finding.judged.check.id, finding);
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
