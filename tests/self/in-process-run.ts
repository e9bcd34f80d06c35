/** A whole run in this process, without Playwright: what a server is convicted of. */
import type { Contract } from '../../src/contract/contract.js';
import { readProfile } from '../../src/contract/profile.js';
import { readContract } from '../../src/contract/read-contract.js';
import { optIns } from '../../src/scenarios/opt-in.js';
import type { Scenario } from '../../src/scenarios/scenario.js';
import { forThisClient } from '../../src/session/chosen-method.js';
import { type Plan, scenariosOf } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';
import type { Obtain } from '../../src/session/supply.js';
import { type Environment, readSettings } from '../../src/settings/read-settings.js';
import type { Settings } from '../../src/settings/settings.js';
import { withdrawWhereControlWasLost } from '../../src/verdicts/lost-control.js';
import type { ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';

export interface InProcessRun {
  readonly plan: Omit<Plan, 'waivers'>;
  /** Without those of scenarios that the settings do not allow. */
  readonly results: readonly ScenarioResult[];
  /** Without those of scenarios that the settings do not allow. */
  readonly verdicts: readonly Verdict[];
  readonly requests: number;
  /** Ids of the scenarios that send something else with another seed. */
  readonly seeded: ReadonlySet<string>;
}

interface Derived {
  readonly contract: Contract;
  readonly scenarios: readonly Scenario[];
}

/** By number of generated inputs, method of client authentication and file. Its schemas, once compiled, are kept as long as the contract is: hundreds of runs share them. */
const derived = new Map<string, Promise<Derived>>();

/** By file. */
const contracts = new Map<string, Promise<Contract>>();

function kept<Value>(values: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>) {
  const known = values.get(key) ?? make();
  values.set(key, known);
  return known;
}

async function derivedFor(settings: Settings): Promise<Derived> {
  const { spec, fuzz } = settings;
  const read = await kept(contracts, spec, () => readContract(spec));
  const [method] = forThisClient(read, settings).clientAuthentication;
  return kept(derived, `${fuzz} ${method} ${spec}`, async () => {
    const contract = forThisClient(read, settings);
    return { contract, scenarios: scenariosOf(contract, { fuzz }) };
  });
}

async function planOf(env: Environment): Promise<Omit<Plan, 'waivers'>> {
  const settings = readSettings({ flags: {}, env, dotenvFile: undefined });
  return { settings, profile: await readProfile(settings.profile), ...(await derivedFor(settings)) };
}

interface InProcessOptions {
  /** Their redacted text is made as well, which takes a while. Default: false. */
  readonly keepsExchanges?: boolean | undefined;
  /** In place of the hook of the settings. */
  readonly obtain?: Obtain | undefined;
}

const isForbidden = ({ unmet }: ScenarioResult): boolean => optIns.some((optIn) => optIn === unmet);

/**
 * @param env names the target (`TOKEN_BASE_URL`) and everything else that the settings need
 * @param selected ids of the scenarios that are run; default: all of them
 */
export async function runInProcess(
  env: Environment,
  selected?: Pick<ReadonlySet<string>, 'has'>,
  { keepsExchanges = false, obtain }: InProcessOptions = {},
): Promise<InProcessRun> {
  const plan = await planOf(env);
  const { settings, contract, profile, scenarios } = plan;
  if (settings.baseUrl === undefined) throw new Error('TOKEN_BASE_URL is not set');
  const seeded = new Set(scenarios.filter(({ generated }) => generated).map(({ id }) => id));
  const session = createSession({
    contract,
    settings,
    profile,
    scenarios,
    baseUrl: settings.baseUrl,
    version: 'test',
    keepsExchanges,
    onDraw(by) {
      // What every request carries makes all of them different.
      for (const id of 'scenario' in by ? [by.scenario] : scenarios.map((scenario) => scenario.id))
        seeded.add(id);
    },
    obtain,
  });
  const collected: ScenarioResult[] = [];
  try {
    for (const scenario of scenarios)
      if (selected?.has(scenario.id) !== false) collected.push(await session.run(scenario));
  } finally {
    session.close();
  }
  const results = withdrawWhereControlWasLost(collected, scenarios).filter((one) => !isForbidden(one));
  return {
    plan,
    results,
    verdicts: results.flatMap((result) => result.verdicts),
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
    seeded,
  };
}

/** One line for each verdict that is worth a look. */
export function describeVerdicts(verdicts: readonly Verdict[]): string {
  return verdicts
    .map(
      ({ outcome, scenario, check, expected, actual, message }) =>
        `${outcome}  ${scenario}  ${check}: ${expected === undefined ? message : `expected ${expected}, got ${actual}`}`,
    )
    .join('\n');
}
