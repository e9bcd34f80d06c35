/** Playwright at the rim: one test for each scenario of a family, one step for each check that says something. */

import * as playwright from '@playwright/test';
import { expect, type TestDetails, type TestInfo } from '@playwright/test';
import { waitNotice } from '../../src/reports/progress.js';
import { scenarioAnnotations } from '../../src/reports/scenario-annotations.js';
import { sourceLink } from '../../src/reports/source-link.js';
import { verdictMark, verdictsAttachment } from '../../src/reports/verdicts-attachment.js';
import { requirement } from '../../src/requirements/catalogue.js';
import type { Family } from '../../src/scenarios/scenario.js';
import { currentPlan, requestShare } from '../../src/session/plan.js';
import type { Session } from '../../src/session/session.js';
import { packageVersion } from '../../src/settings/package-root.js';
import { describeFlaky } from '../../src/verdicts/flaky.js';
import { locationText } from '../../src/verdicts/location.js';
import type { Exchange, ScenarioResult, Verdict } from '../../src/verdicts/verdict.js';

/**
 * Playwright's test without the fixtures of a browser, which are set up and taken down for each test and cost a quarter of the
 * processor time of a run. Its name is not a documented one: where a version lacks it, the documented test does as well.
 */
const { _baseTest: bare = playwright.test } = playwright as typeof playwright & {
  readonly _baseTest?: typeof playwright.test;
};

export const test = bare.extend<{ keepWorker: undefined }, { session: Session }>({
  session: [
    async ({}, use) => {
      const { contract, settings, profile, waivers, scenarios } = await currentPlan();
      // Loaded where scenarios are run: the main process, which only lists them, does without all the checks.
      const { createSession } = await import('../../src/session/session.js');
      const baseUrl = settings.baseUrl ?? process.env.TOKEN_CONFORMANCE_SANDBOX;
      if (baseUrl === undefined) throw new Error('no target: neither TOKEN_BASE_URL nor an embedded sandbox');
      const session = createSession({
        contract,
        settings,
        profile,
        waivers,
        scenarios,
        baseUrl,
        version: packageVersion,
        runId: process.env.TOKEN_CONFORMANCE_RUN,
        requestBudget: requestShare(settings),
        onWait: (scenario, seconds) => process.stdout.write(waitNotice(scenario, seconds)),
      });
      await use(session);
      session.close();
    },
    { scope: 'worker', box: true },
  ],
  // A failing test costs a new worker (about 0.7 s). So a failed verdict is declared as expected here, and the
  // reporter turns it back into the failure it is. Without that reporter nothing is declared, and nothing hidden.
  keepWorker: [
    async ({}, use, info) => {
      await use(undefined);
      if (process.env.TOKEN_CONFORMANCE_REPORTER && info.status === 'failed') info.fail(true, verdictMark);
    },
    { auto: true, box: 'self' },
  ],
});

function finding(verdict: Verdict, exchange: Exchange | undefined): string {
  const [first] = verdict.requirements;
  const rule = first === undefined ? undefined : requirement(first);
  return [
    `${verdict.check}: ${verdict.message}`,
    '',
    `  requirement  ${verdict.requirements.join(', ')} (${verdict.level})`,
    ...(rule ? [`  source       ${rule.document} ${rule.section}  ${sourceLink(rule) ?? ''}`.trimEnd()] : []),
    `  expected     ${verdict.expected ?? ''}`,
    `  actual       ${verdict.actual ?? ''}`,
    `  likely cause ${verdict.cause ?? ''}`,
    ...(verdict.location ? [`  document     ${locationText(verdict.location)}`] : []),
    ...(exchange ? [`  reproduce    ${exchange.curl}`] : []),
  ].join('\n');
}

expect.extend({
  toConform(verdict: Verdict, exchange: Exchange | undefined) {
    const pass = verdict.outcome !== 'fail' && verdict.outcome !== 'error';
    return { pass, name: 'toConform', message: () => finding(verdict, exchange) };
  },
});

const conforms = expect.soft as unknown as (verdict: Verdict) => {
  toConform(exchange: Exchange | undefined): void;
};

async function report(result: ScenarioResult, info: TestInfo): Promise<void> {
  const { name, contentType } = verdictsAttachment;
  // Not by info.attach(), which makes a step of it: the reporter takes this out of what people see.
  info.attachments.push({ name, contentType, body: Buffer.from(JSON.stringify(result)) });
  const location = { file: info.file, line: info.line, column: info.column };
  for (const verdict of result.verdicts) {
    if (verdict.flaky)
      info.annotations.push({
        type: 'flaky',
        description: `${verdict.check}: ${describeFlaky(verdict.flaky)}`,
      });
    if (verdict.repeats) {
      const description = `${verdict.check}: ${verdict.actual ?? verdict.message} (reported where it was seen first)`;
      info.annotations.push({ type: `${verdict.outcome}, again`, description });
      continue;
    }
    const exchange = result.exchanges.find(({ id }) => id === verdict.exchange);
    const place = verdict.location ? [locationText(verdict.location)] : [];
    if (verdict.outcome !== 'pass')
      info.annotations.push({
        type: verdict.outcome,
        description: [`${verdict.check}: ${verdict.actual ?? verdict.message}`, ...place].join(' at '),
      });
    const fails = verdict.outcome === 'fail' || verdict.outcome === 'error';
    await test.step(
      `${verdict.outcome}  ${verdict.check}: ${verdict.message}`,
      () => {
        if (fails) conforms(verdict).toConform(exchange);
      },
      // Where it is not told, a stack is taken and read for each step.
      { location },
    );
  }
  const reason = result.inconclusive;
  if (reason !== undefined) test.skip(true, `inconclusive: ${reason}`);
}

const { scenarios } = await currentPlan();

interface ScenarioTest {
  readonly title: string;
  readonly details: TestDetails;
  readonly body: (fixtures: { session: Session }, info: TestInfo) => Promise<void>;
}

/** What the spec file of a family declares: one test for each of its scenarios. */
export function scenarioTests(family: Family): ScenarioTest[] {
  return scenarios
    .filter((scenario) => scenario.family === family)
    .map((scenario) => ({
      title: `${scenario.id}: ${scenario.title}`,
      details: { tag: [...scenario.tags], annotation: scenarioAnnotations(scenario) },
      body: async ({ session }, info) => {
        // Of thousands of requests each has a deadline, and what never answers ends them all.
        if (scenario.generated) info.setTimeout(0);
        await report(await session.run(scenario), info);
      },
    }));
}
