/** What a run works on, read once in each process: settings, contract, profile and scenarios. */
import type { Contract } from '../contract/contract.js';
import { type Profile, readProfile } from '../contract/profile.js';
import { readContract } from '../contract/read-contract.js';
import { sentSoFar } from '../reports/request-count.js';
import { closingControls } from '../scenarios/closing-control.js';
import { type DerivationOptions, deriveScenarios } from '../scenarios/derive.js';
import { documentScenarios } from '../scenarios/families/document.js';
import { families, type Scenario } from '../scenarios/scenario.js';
import { dotenvFileIn } from '../settings/dotenv-file.js';
import { type Environment, readSettings } from '../settings/read-settings.js';
import type { Settings } from '../settings/settings.js';
import type { Waiver } from '../verdicts/waivers.js';
import { forThisClient } from './chosen-method.js';
import { type Extension, ownScenarios } from './extension.js';
import { readWaivers } from './waiver-file.js';

export interface Plan {
  readonly settings: Settings;
  readonly contract: Contract;
  readonly profile: Profile;
  readonly waivers: readonly Waiver[];
  /** In the order in which they are to be sent: family by family, each closed by a control. */
  readonly scenarios: readonly Scenario[];
}

export interface ScenarioOptions extends DerivationOptions {
  /** Of the user's own. Default: none. */
  readonly extensions?: readonly Extension[];
}

/** All scenarios of a contract: what is judged without sending, what is sent, and the control after each group. */
export function scenariosOf(contract: Contract, options: ScenarioOptions = {}): Scenario[] {
  const ours = deriveScenarios(contract, options);
  const isTaken = (id: string): boolean => ours.some((scenario) => scenario.id === id);
  const derived = [...ours, ...ownScenarios(contract, options.extensions ?? [], isTaken)];
  const all = [...documentScenarios, ...derived, ...closingControls(contract, derived)];
  return families.flatMap((family) => all.filter((scenario) => scenario.family === family));
}

/** @throws ExtensionError */
export async function extensionsIn(files: readonly string[]): Promise<readonly Extension[]> {
  if (files.length === 0) return [];
  const { readExtensions } = await import('./extension-files.js');
  return readExtensions(files);
}

/**
 * @throws SettingsError, ContractError, ExtensionError
 */
export async function readPlan(env: Environment, dotenvFile: string | undefined): Promise<Plan> {
  const settings = readSettings({ flags: {}, env, dotenvFile });
  const contract = forThisClient(await readContract(settings.spec, settings.operation), settings);
  const profile = await readProfile(settings.profile);
  const waivers = await readWaivers(settings.waivers);
  const { fuzz, checks } = settings;
  const extensions = await extensionsIn(checks);
  return { settings, contract, profile, waivers, scenarios: scenariosOf(contract, { fuzz, extensions }) };
}

/** What one worker may send of the budget for the run; `undefined`: as much as it takes. */
export function requestShare({ maxRequests, workers }: Settings): number | undefined {
  return maxRequests === undefined
    ? undefined
    : Math.max(0, Math.floor((maxRequests - sentSoFar()) / workers));
}

let ofThisProcess: Promise<Plan> | undefined;

/** The plan by the environment of this process and the `.env` of the working directory. */
export function currentPlan(): Promise<Plan> {
  ofThisProcess ??= readPlan(process.env, dotenvFileIn(process.env));
  return ofThisProcess;
}
