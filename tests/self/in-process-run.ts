/** A whole run in this process, without Playwright: what a server is convicted of. */
import { type Plan, readPlan } from '../../src/session/plan.js';
import { createSession } from '../../src/session/session.js';
import type { Environment } from '../../src/settings/read-settings.js';
import { withdrawWhereControlWasLost } from '../../src/verdicts/lost-control.js';
import type { ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';

export interface InProcessRun {
  readonly plan: Plan;
  readonly results: readonly ScenarioResult[];
  readonly verdicts: readonly Verdict[];
  readonly requests: number;
}

/** `env` names the target (`TOKEN_BASE_URL`) and everything else that the settings need. */
export async function runInProcess(env: Environment): Promise<InProcessRun> {
  const plan = await readPlan(env, undefined);
  const { settings, contract, profile, scenarios } = plan;
  if (settings.baseUrl === undefined) throw new Error('TOKEN_BASE_URL is not set');
  const session = createSession({
    contract,
    settings,
    profile,
    scenarios,
    baseUrl: settings.baseUrl,
    version: 'test',
  });
  const collected: ScenarioResult[] = [];
  try {
    for (const scenario of scenarios) collected.push(await session.run(scenario));
  } finally {
    session.close();
  }
  const results = withdrawWhereControlWasLost(collected, scenarios);
  return {
    plan,
    results,
    verdicts: results.flatMap((result) => result.verdicts),
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
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
