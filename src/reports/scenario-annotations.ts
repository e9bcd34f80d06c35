/** How a Playwright test says which scenario it runs: annotations, which the report shows and a dead worker cannot lose. */
import type { Scenario } from '../scenarios/scenario.js';

export interface ScenarioSummary {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly grant: string;
}

interface Annotation {
  readonly type: string;
  readonly description?: string;
}

/** For `test(id, { annotation: scenarioAnnotations(scenario) }, …)`. */
export function scenarioAnnotations(
  scenario: Pick<Scenario, keyof ScenarioSummary>,
): { type: string; description: string }[] {
  return [
    { type: 'scenario', description: scenario.id },
    { type: 'sends', description: scenario.title },
    { type: 'family', description: scenario.family },
    { type: 'grant', description: scenario.grant },
  ];
}

/** `undefined` for a test that is not a scenario. */
export function scenarioOf(test: {
  readonly annotations: readonly Annotation[];
}): ScenarioSummary | undefined {
  const of = (type: string): string | undefined =>
    test.annotations.find((annotation) => annotation.type === type)?.description;
  const id = of('scenario');
  if (id === undefined) return undefined;
  return { id, title: of('sends') ?? '', family: of('family') ?? '', grant: of('grant') ?? '' };
}
