/** Sends the steps of a scenario, in order, each built from what the earlier ones brought. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faker } from '@faker-js/faker';
import { isSuccess, whatCame } from '../checks/predicates.js';
import type { Contract, Parameter } from '../contract/contract.js';
import { accessToken, refreshToken } from '../http/answer.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import { formOnly } from '../scenarios/form-only.js';
import { encodeRequest } from '../scenarios/request.js';
import type { Scenario, Step, StepContext } from '../scenarios/scenario.js';
import { seededFaker } from '../scenarios/values.js';
import type { Identity } from './identity.js';
import { HeldBack, type LockoutGuard } from './lockout-guard.js';
import { NothingMoreIsSent } from './sending.js';
import { NothingToPresent, type Supply } from './supply.js';
import type { RequestBuilder } from './valid-request.js';

/** One observation of a scenario, with what it was made for. */
export interface Made {
  /** Id of the exchange: `<scenario>#<step>`. */
  readonly exchange: string;
  readonly name: string;
  /** Name of the step: that of several observations where it was sent as a burst. */
  readonly step: string;
  readonly probe: string;
  readonly parameter: Parameter | undefined;
  readonly observation: Observation;
}

/** A step that was not sent, and why. */
interface Unsent {
  readonly step: Step;
  readonly outcome: 'not-applicable' | 'inconclusive';
  readonly reason: string;
}

interface Sent {
  readonly made: readonly Made[];
  readonly unsent: readonly Unsent[];
  /** Set when a step was held back for the sake of an account. */
  readonly heldBack: HeldBack | undefined;
  /** The run was over before the last step. */
  readonly cutShort: boolean;
  /** Nothing is configured that could supply what a step presents. */
  readonly unsupplied: boolean;
}

/** An earlier step did not bring what a later one needs. */
class PrerequisiteMissing extends Error {}

/** Longer waits are for people to decide, seconds. */
const longestWait = 600;

export interface StepSender {
  send(scenario: Scenario): Promise<Sent>;
}

export function createStepSender(options: {
  readonly contract: Contract;
  readonly seed: number;
  readonly identity: Identity;
  readonly requests: RequestBuilder;
  readonly guard: LockoutGuard;
  sendTogether(requests: readonly OutgoingRequest[]): Promise<Observation[]>;
  stocked: Supply['stocked'];
  /** A URL of the listener. */
  callback(name: string): string;
  /** For how long after its expiry a token may still be accepted, milliseconds. */
  readonly leeway: number;
  /** Told of each wait before it begins, so that nobody thinks the run hangs. */
  onWait(scenario: string, seconds: number): void;
  /** Told of a scenario that draws values with the seed. */
  onDraw(by: { readonly scenario: string }): void;
  /** Why the rest of a scenario is not worth sending; `undefined` while the target serves us. */
  forlorn(): string | undefined;
}): StepSender {
  const { contract, seed, identity, requests, guard } = options;

  function contextOf(scenario: Scenario, made: readonly Made[]): StepContext {
    const burst = (name: string): Observation[] =>
      made.filter(({ step }) => step === name).map(({ observation }) => observation);
    const observed = (name: string): Observation => {
      const found = made.find((candidate) => candidate.name === name)?.observation ?? burst(name)[0];
      if (!found) throw new PrerequisiteMissing(`step ${name} was not sent`);
      return found;
    };
    let random: Faker | undefined;
    return {
      contract,
      // Made when it is asked for: most scenarios need none, and it takes longer than their requests.
      get random() {
        if (random === undefined) options.onDraw({ scenario: scenario.id });
        random ??= seededFaker(seed, scenario.id);
        return random;
      },
      valid: (grant, request) => requests.valid(grant, request),
      value: (name, role) => identity.value(name, { role, grant: scenario.grant }),
      has: (role, ...names) => identity.has(role, ...names),
      takesWrong: (kind) => guard.takes(kind),
      authenticate: (draft, role) => requests.authenticate(draft, { role, grant: scenario.grant }),
      companion: (which) => requests.companion(which),
      observed,
      found: (name) => made.find((candidate) => candidate.name === name)?.observation,
      burst,
      callback: options.callback,
      leeway: options.leeway,
      token(step, member) {
        const observation = observed(step);
        const token = member === 'access_token' ? accessToken(observation) : refreshToken(observation);
        if (token !== undefined) return token;
        throw new PrerequisiteMissing(
          `step ${step} brought no ${member.replace('_', ' ')}: ${whatCame(observation)}`,
        );
      },
    };
  }

  /** Waits until the step may be sent. Says why it cannot be. */
  async function untilDue(
    scenario: Scenario,
    step: Step,
    context: StepContext,
  ): Promise<Omit<Unsent, 'step'> | undefined> {
    if (!step.after) return undefined;
    const due = step.after(context);
    if (due === undefined) return { outcome: 'not-applicable', reason: 'nothing tells when its time comes' };
    const seconds = Math.max(0, Math.ceil((due - Date.now()) / 1000));
    if (seconds > longestWait)
      return {
        outcome: 'inconclusive',
        reason: `its time comes in ${seconds} s: a run waits for ${longestWait} s at most`,
      };
    if (seconds > 0) options.onWait(scenario.id, seconds);
    while (Date.now() < due) await sleep(due - Date.now());
    return undefined;
  }

  /** The requests of a step: as many as its burst has; or why it does not apply. */
  function requestsOf(step: Step, context: StepContext): OutgoingRequest[] | string {
    const drafts = Array.from({ length: step.burst ?? 1 }, (_, copy) => step.build(context, copy)).filter(
      (draft) => draft !== undefined,
    );
    if (drafts.length === 0) return 'there is nothing to send: the step does not apply to these values';
    return drafts.map(formOnly).find((reason) => reason !== undefined) ?? drafts.map(encodeRequest);
  }

  return {
    async send(scenario) {
      const made: Made[] = [];
      const unsent: Unsent[] = [];
      const context = contextOf(scenario, made);
      let blocked: string | undefined;
      let heldBack: HeldBack | undefined;
      let cutShort = false;
      let unsupplied = false;
      for (const step of scenario.steps) {
        blocked ??= options.forlorn();
        if (blocked !== undefined) {
          unsent.push({ step, outcome: 'inconclusive', reason: blocked });
          continue;
        }
        try {
          const unreached = await untilDue(scenario, step, context);
          if (unreached !== undefined) {
            unsent.push({ step, ...unreached });
            continue;
          }
          const outgoing = await options.stocked(() => requestsOf(step, context));
          if (typeof outgoing === 'string') {
            unsent.push({ step, outcome: 'not-applicable', reason: outgoing });
            continue;
          }
          const observations =
            step.burst === undefined
              ? await Promise.all(
                  outgoing.map((request) =>
                    // What prepares the rest is no guess: it waits where it is asked to.
                    guard.send(request, step.prerequisite ? [] : scenario.optIns),
                  ),
                )
              : await options.sendTogether(outgoing);
          for (const [at, observation] of observations.entries()) {
            const name = step.burst === undefined ? step.name : `${step.name}/${at + 1}`;
            const { name: ofStep, probe, parameter } = step;
            made.push({
              exchange: `${scenario.id}#${name}`,
              name,
              step: ofStep,
              probe,
              parameter,
              observation,
            });
            if (step.prerequisite && !isSuccess(observation.response))
              blocked = `the request that prepares this scenario did not succeed: ${whatCame(observation)}`;
          }
        } catch (problem) {
          if (problem instanceof HeldBack) heldBack = problem;
          else if (problem instanceof NothingMoreIsSent) cutShort = true;
          else if (problem instanceof NothingToPresent) unsupplied = problem.unconfigured;
          else if (!(problem instanceof PrerequisiteMissing)) throw problem;
          blocked = problem.message;
          unsent.push({ step, outcome: 'inconclusive', reason: blocked });
        }
      }
      return { made, unsent, heldBack, cutShort, unsupplied };
    },
  };
}
