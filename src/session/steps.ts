/** Sends the steps of a scenario, in order, each built from what the earlier ones brought. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Faker } from '@faker-js/faker';
import { isSuccess, whatCame } from '../checks/predicates.js';
import type { Contract, Parameter } from '../contract/contract.js';
import { accessToken, refreshToken } from '../http/answer.js';
import type { Observation } from '../http/observation.js';
import { encodeRequest } from '../scenarios/request.js';
import type { Scenario, Step, StepContext } from '../scenarios/scenario.js';
import { seededFaker } from '../scenarios/values.js';
import type { Identity } from './identity.js';
import { HeldBack, type LockoutGuard } from './lockout-guard.js';
import type { RequestBuilder } from './valid-request.js';

/** One observation of a scenario, with what it was made for. */
export interface Made {
  /** Id of the exchange: `<scenario>#<step>`. */
  readonly exchange: string;
  readonly name: string;
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
}

/** An earlier step did not bring what a later one needs. */
class PrerequisiteMissing extends Error {}

export interface StepSender {
  send(scenario: Scenario): Promise<Sent>;
}

export function createStepSender(options: {
  readonly contract: Contract;
  readonly seed: number;
  readonly identity: Identity;
  readonly requests: RequestBuilder;
  readonly guard: LockoutGuard;
  /** Why nothing more is sent; `undefined` while the target answers. */
  dead(): string | undefined;
}): StepSender {
  const { contract, seed, identity, requests, guard } = options;

  function contextOf(scenario: Scenario, made: readonly Made[]): StepContext {
    const observed = (name: string): Observation => {
      const found = made.find((candidate) => candidate.name === name);
      if (!found) throw new PrerequisiteMissing(`step ${name} was not sent`);
      return found.observation;
    };
    let random: Faker | undefined;
    return {
      contract,
      // Made when it is asked for: most scenarios need none, and it takes longer than their requests.
      get random() {
        random ??= seededFaker(seed, scenario.id);
        return random;
      },
      valid: (grant, request) => requests.valid(grant, request),
      value: (name, role) => identity.value(name, { role, grant: scenario.grant }),
      has: (role, ...names) => identity.has(role, ...names),
      takesWrong: (kind) => guard.takes(kind),
      companion: (which) => requests.companion(which),
      observed,
      found: (name) => made.find((candidate) => candidate.name === name)?.observation,
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

  return {
    async send(scenario) {
      const made: Made[] = [];
      const unsent: Unsent[] = [];
      const context = contextOf(scenario, made);
      let blocked: string | undefined;
      let heldBack: HeldBack | undefined;
      for (const step of scenario.steps) {
        blocked ??= options.dead();
        if (blocked !== undefined) {
          unsent.push({ step, outcome: 'inconclusive', reason: blocked });
          continue;
        }
        try {
          const due = step.after ? step.after(context) : 0;
          if (due !== undefined) while (Date.now() < due) await sleep(due - Date.now());
          const draft = due === undefined ? undefined : step.build(context);
          if (draft === undefined) {
            const reason = 'there is nothing to send: the step does not apply to these values';
            unsent.push({ step, outcome: 'not-applicable', reason });
            continue;
          }
          const { name, probe, parameter } = step;
          const observation = await guard.send(
            encodeRequest(draft),
            // What prepares the rest is no guess: it waits where it is asked to.
            step.prerequisite ? [] : scenario.optIns,
          );
          made.push({ exchange: `${scenario.id}#${name}`, name, probe, parameter, observation });
          if (step.prerequisite && !isSuccess(observation.response))
            blocked = `the request that prepares this scenario did not succeed: ${whatCame(observation)}`;
        } catch (problem) {
          if (problem instanceof HeldBack) heldBack = problem;
          else if (!(problem instanceof PrerequisiteMissing)) throw problem;
          blocked = problem.message;
          unsent.push({ step, outcome: 'inconclusive', reason: blocked });
        }
      }
      return { made, unsent, heldBack };
    },
  };
}
