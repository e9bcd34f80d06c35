/** A whole run inside the caller's process, without Playwright and without files. */
import { randomUUID } from 'node:crypto';
import { buildResults, type Judged, type Results } from '../reports/results.js';
import { runInfo } from '../reports/run-info.js';
import { createConnection } from '../session/connection.js';
import { readPlan } from '../session/plan.js';
import { preflightOver } from '../session/preflight.js';
import { createSession } from '../session/session.js';
import { openTarget } from '../session/target.js';
import { packageVersion } from '../settings/package-root.js';
import { type Environment, readSettings } from '../settings/read-settings.js';
import type { ScenarioResult } from '../verdicts/verdict.js';

/** What `run` works on and whom it tells. Without any of it: what `npm start` would do, by the environment. */
export interface RunOptions {
  /** The settings and the identities: `TOKEN_BASE_URL`, `TOKEN_SPEC`, `TOKEN_CLIENT_ID`, … Default: `process.env`. */
  readonly environment?: Environment;
  /** Path of a `.env` file; what `environment` has goes before. Default: none is read. */
  readonly dotenvFile?: string;
  /** Ids of the scenarios that are run; the result is partial then. Default: all of them. */
  readonly only?: (scenario: string) => boolean;
  /** Called after each scenario. */
  readonly onScenario?: (result: ScenarioResult) => void;
  /** Ends the run after the scenario that is being sent; its results say `aborted`. */
  readonly signal?: AbortSignal;
}

/**
 * Judges a target, the embedded sandbox unless `TOKEN_BASE_URL` names one: the preflight, then one scenario after the other.
 * Writes nothing; what it resolves to is what `results.json` would hold (`schemas/results.schema.json`), redacted.
 * @throws SettingsError, or DocumentError for contract, profile, waivers and extensions: nothing was sent then
 */
export async function run(options: RunOptions = {}): Promise<Results> {
  const { environment = process.env, dotenvFile, only = () => true, onScenario, signal } = options;
  const plan = await readPlan(environment, dotenvFile);
  const { contract, profile, waivers, scenarios } = plan;
  const startedAt = new Date().toISOString();
  const target = await openTarget((over) =>
    readSettings({ flags: {}, env: { ...environment, ...over }, dotenvFile }),
  );
  const { baseUrl } = target;
  const settings = { ...target.settings, seed: plan.settings.seed };
  const selected = scenarios.filter(({ id }) => only(id));
  const judged = new Map<string, Judged>();
  try {
    const runId = randomUUID();
    const { maxRequests } = settings;
    const connection = createConnection({
      ...{ contract, settings, baseUrl, version: packageVersion, runId, requestBudget: maxRequests },
    });
    const report = await preflightOver(connection, { contract, settings }).finally(() => connection.close());
    if (report.ok) {
      const session = createSession({
        ...{ contract, settings, profile, waivers, scenarios, baseUrl, version: packageVersion, runId },
        requestBudget: maxRequests === undefined ? undefined : maxRequests - connection.sending.count(),
      });
      try {
        for (const scenario of selected) {
          if (signal?.aborted) break;
          const start = performance.now();
          const result = await session.run(scenario);
          judged.set(scenario.id, { kind: 'result', result, milliseconds: performance.now() - start });
          onScenario?.(result);
        }
      } finally {
        session.close();
      }
    }
    const info = { ...runInfo(plan, packageVersion, runId), target: baseUrl, preflight: report };
    const finishedAt = new Date().toISOString();
    const aborted = signal?.aborted ?? false;
    return buildResults({ info, selected, judged, faults: [], startedAt, finishedAt, aborted });
  } finally {
    await target.close();
  }
}
