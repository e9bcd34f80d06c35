/** A run in this process that meets a hostile target: preflight, scenarios, results and reports, as the command does it. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Results } from '../../src/reports/results.js';
import { buildResults, type Judged } from '../../src/reports/results.js';
import { summary } from '../../src/reports/terminal.js';
import { writeReports } from '../../src/reports/write-reports.js';
import { createConnection } from '../../src/session/connection.js';
import { readPlan } from '../../src/session/plan.js';
import { preflightOver } from '../../src/session/preflight.js';
import { createSession } from '../../src/session/session.js';
import type { Environment } from '../../src/settings/read-settings.js';
import { capabilities } from '../../src/verdicts/capabilities.js';
import type { Behaviour } from './behaviour.js';
import { startHostileServer } from './server.js';

export interface Met {
  readonly results: Results;
  /** What the terminal shows. */
  readonly shown: string;
  /** The reports that were written, by name. */
  readonly reports: ReadonlyMap<string, string>;
  readonly requests: number;
  /** Connections to a host that only the target named. */
  readonly visitors: number;
}

/** Deadline of a request, milliseconds. What keeps it waiting for ever does so; what answers does so on a slow machine, too. */
const deadline = (behaviour: Behaviour): number => ('play' in behaviour ? 200 : 5000);

/** @param good requests that are served soundly before; `every` which scenarios are sent: one of so many */
export async function meet(behaviour: Behaviour, good: number, every: number): Promise<Met> {
  const server = await startHostileServer(behaviour, good);
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-hostile-'));
  try {
    const env: Environment = {
      ...server.environment,
      TOKEN_REQUEST_TIMEOUT: `${deadline(behaviour)}ms`,
      TOKEN_SEED: '1',
      TOKEN_PROFILE: 'sandbox',
    };
    const { contract, settings, profile, scenarios } = await readPlan(env, undefined);
    const baseUrl = env.TOKEN_BASE_URL ?? '';
    const selected = scenarios.filter((_, index) => index % every === 0);
    const startedAt = new Date().toISOString();

    const connection = createConnection({ contract, settings, baseUrl, version: 'test' });
    const report = await preflightOver(connection, { contract, settings }).finally(() => connection.close());

    const judged = new Map<string, Judged>();
    if (report.ok) {
      const session = createSession({ contract, settings, profile, scenarios, baseUrl, version: 'test' });
      try {
        for (const scenario of selected) {
          const result = await session.run(scenario);
          judged.set(scenario.id, { kind: 'result', result, milliseconds: 0 });
        }
      } finally {
        session.close();
      }
    }
    const results = buildResults({
      info: {
        runId: '7b0f3c52-8f0f-4bb5-9d0c-2f6a6f1f6f10',
        reportDir: folder,
        seed: 1,
        fuzz: 0,
        target: baseUrl,
        contract: {
          file: 'x.yaml',
          title: contract.title,
          version: contract.version,
          sha256: contract.sha256,
        },
        profile: 'sandbox',
        capabilities: capabilities(contract),
        failOn: 'must',
        failOnUnverified: false,
        waivers: [],
        reports: settings.reports,
        since: undefined,
        github: { stepSummary: undefined, annotations: false },
        color: false,
        verbosity: 'normal',
        interactive: false,
        observes: false,
        knownDeviations: { product: 'none', deviations: [] },
        version: 'test',
        totalScenarios: selected.length,
        preflight: report,
      },
      selected: report.ok ? selected : [],
      judged,
      faults: [],
      startedAt,
      finishedAt: new Date().toISOString(),
    });
    const written = await writeReports(results, { folder, formats: ['html', 'junit', 'json', 'sarif'] });
    return {
      results,
      shown: summary(results, { color: false, width: 80, verbosity: 'normal', reports: [] }),
      reports: new Map(written.map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')])),
      requests: server.requests(),
      visitors: server.visitors(),
    };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
