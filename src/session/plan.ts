/** What a run works on, read once in each process: settings, contract, profile and scenarios. */
import type { Contract } from '../contract/contract.js';
import { type Profile, readProfile } from '../contract/profile.js';
import { readContract } from '../contract/read-contract.js';
import { closingControls } from '../scenarios/closing-control.js';
import { type DerivationOptions, deriveScenarios } from '../scenarios/derive.js';
import { documentScenarios } from '../scenarios/families/document.js';
import { families, type Scenario } from '../scenarios/scenario.js';
import { type Environment, readSettings } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import type { Waiver } from '../verdicts/waivers.js';
import { readWaivers } from './waiver-file.js';

export interface Plan {
  readonly settings: Settings;
  readonly contract: Contract;
  readonly profile: Profile;
  readonly waivers: readonly Waiver[];
  /** In the order in which they are to be sent: family by family, each closed by a control. */
  readonly scenarios: readonly Scenario[];
}

/** All scenarios of a contract: what is judged without sending, what is sent, and the control after each group. */
export function scenariosOf(contract: Contract, options: DerivationOptions = {}): Scenario[] {
  const derived = deriveScenarios(contract, options);
  const all = [...documentScenarios, ...derived, ...closingControls(contract, derived)];
  return families.flatMap((family) => all.filter((scenario) => scenario.family === family));
}

/**
 * @throws SettingsError, ContractError
 */
export async function readPlan(env: Environment, dotenvFile: string | undefined): Promise<Plan> {
  const settings = readSettings({ flags: {}, env, dotenvFile });
  const contract = await readContract(settings.spec);
  const profile = await readProfile(settings.profile);
  const waivers = await readWaivers(settings.waivers);
  return { settings, contract, profile, waivers, scenarios: scenariosOf(contract, settings) };
}

let ofThisProcess: Promise<Plan> | undefined;

/** The plan by the environment of this process and the `.env` of the working directory. */
export function currentPlan(): Promise<Plan> {
  ofThisProcess ??= readPlan(process.env, '.env');
  return ofThisProcess;
}
