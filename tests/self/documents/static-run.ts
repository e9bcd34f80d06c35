/** The static family in a session whose transport refuses to be used. */
import { documentScenarios } from '../../../src/scenarios/families/document.js';
import { readPlan } from '../../../src/session/plan.js';
import { createSession } from '../../../src/session/session.js';
import type { Environment } from '../../../src/settings/read-settings.js';
import type { ScenarioResult } from '../../../src/verdicts/verdict.js';

export async function judgedStatically(env: Environment): Promise<ScenarioResult[]> {
  const { settings, contract, profile, scenarios } = await readPlan(env, undefined);
  const session = createSession({
    contract,
    settings,
    profile,
    scenarios,
    baseUrl: settings.baseUrl ?? '',
    version: 'test',
    transport: {
      send: () => Promise.reject(new Error('something was sent')),
      sendTogether: () => Promise.reject(new Error('something was sent')),
      close: () => {},
    },
  });
  const results: ScenarioResult[] = [];
  for (const scenario of documentScenarios) results.push(await session.run(scenario));
  session.close();
  return results;
}
