/** What the scenarios of the literal contract send, by id and step. */
import { deriveScenarios } from '../../src/scenarios/derive.js';
import type { RequestDraft } from '../../src/scenarios/request.js';
import type { Scenario } from '../../src/scenarios/scenario.js';
import { build, contract, type World, world } from './scenario-world.js';

export const scenarios = new Map(deriveScenarios(contract).map((scenario) => [scenario.id, scenario]));

export function scenario(id: string): Scenario {
  const found = scenarios.get(id);
  if (!found) throw new Error(`no scenario ${id}`);
  return found;
}

export function draft(id: string, step = 'request', given: World = world): RequestDraft {
  const found = build(scenario(id), given).get(step);
  if (!found) throw new Error(`${id} has nothing to send in step ${step}`);
  return found;
}

export const form = (given: RequestDraft): Record<string, string> => Object.fromEntries(given.form);
export const headers = (given: RequestDraft): Record<string, string> => Object.fromEntries(given.headers);

/** The refresh token that each step presents. */
export function presented(id: string, answer: World['answer']): Record<string, string | undefined> {
  return Object.fromEntries(
    [...build(scenario(id), { ...world, answer })].map(([step, found]) => [
      step,
      found && form(found).refresh_token,
    ]),
  );
}
