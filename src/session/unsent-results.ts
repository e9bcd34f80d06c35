/** Results of scenarios of which nothing was sent, or not all: each check that speaks of them says why it cannot judge. */
import type { Check } from '../checks/check.js';
import { type OptIn, optInFlag } from '../scenarios/opt-in.js';
import type { Need, Scenario } from '../scenarios/scenario.js';
import { variableName } from '../settings/variable-name.js';
import type { ScenarioResult, Verdict } from '../verdicts/verdict.js';
import { propertyOf } from './fuzz/properties.js';
import type { Identity } from './identity.js';
import { checksFor, unjudgedVerdict } from './judge.js';
import type { NothingToPresent } from './supply.js';

type Concerned = Pick<Scenario, 'steps' | 'generated'>;

export interface UnsentResults {
  /** The verdicts of the checks that speak of these steps. */
  unjudged(
    scenario: Scenario,
    concerned: Concerned,
    outcome: 'not-applicable' | 'inconclusive',
    reason: string,
  ): Verdict[];
  nothingSent(scenario: Scenario, reason: string): ScenarioResult;
  /** The first role that a scenario needs and nobody configured. */
  unmetNeed(scenario: Scenario): Need | undefined;
  withoutRole(scenario: Scenario, need: Need): ScenarioResult;
  withoutOptIn(scenario: Scenario, optIn: OptIn): ScenarioResult;
  /** A code or the like that is to be had from elsewhere is not to be had. */
  unsupplied(scenario: Scenario, problem: NothingToPresent): ScenarioResult;
}

/** The checks that speak of these steps, and of a property of generated inputs. */
function concerning({ steps, generated }: Concerned): Check[] {
  return [
    ...new Set([
      ...steps.flatMap(({ probe }) => checksFor(probe)),
      ...(generated?.probes ?? [])
        .flatMap(checksFor)
        .filter((check) => propertyOf(check) === generated?.property),
    ]),
  ];
}

export function createUnsentResults(identity: Identity, redact: (text: string) => string): UnsentResults {
  const unjudged: UnsentResults['unjudged'] = (scenario, concerned, outcome, reason) =>
    concerning(concerned).map((check) => unjudgedVerdict(scenario.id, check, outcome, redact(reason)));

  const nothingSent = (scenario: Scenario, reason: string): ScenarioResult => ({
    scenario: scenario.id,
    verdicts: unjudged(scenario, scenario, 'inconclusive', reason),
    satisfied: [],
    inconclusive: redact(reason),
    controlLost: undefined,
    exchanges: [],
    requests: 0,
  });

  return {
    unjudged,
    nothingSent,
    unmetNeed: ({ needs }) => needs.find(({ role, parameters: names }) => !identity.has(role, ...names)),
    withoutRole(scenario, { role, parameters: names }) {
      const missing = names
        .filter((name) => !identity.has(role, name))
        .map((name) => variableName(name, role));
      const reason = `role ${role} is not configured: set ${missing.join(' and ')}`;
      return { ...nothingSent(scenario, reason), unmet: role };
    },
    withoutOptIn: (scenario, optIn) => ({
      ...nothingSent(scenario, `not allowed: needs ${optInFlag(optIn)}`),
      unmet: optIn,
    }),
    unsupplied: (scenario, { message, unconfigured }) => ({
      ...nothingSent(scenario, message),
      ...(unconfigured ? { unmet: 'hook' as const } : {}),
    }),
  };
}
