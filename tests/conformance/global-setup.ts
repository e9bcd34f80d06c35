/** Before the first scenario: the embedded sandbox where no target is named, then the preflight. */
import type { FullConfig } from '@playwright/test';
import { noteSent } from '../../src/reports/request-count.js';
import type { RunInfo } from '../../src/reports/run-info.js';
import { createConnection } from '../../src/session/connection.js';
import { currentPlan } from '../../src/session/plan.js';
import { preflightOver } from '../../src/session/preflight.js';
import { openTarget } from '../../src/session/target.js';
import { dotenvFileIn } from '../../src/settings/dotenv-file.js';
import { packageVersion } from '../../src/settings/package-root.js';
import { readSettings } from '../../src/settings/read-settings.js';

export default async function globalSetup(config: FullConfig): Promise<() => Promise<void>> {
  const info: RunInfo = config.metadata.tokenConformance;
  const { contract } = await currentPlan();
  const { baseUrl, settings, identities, close } = await openTarget((over) =>
    readSettings({ flags: {}, env: { ...process.env, ...over }, dotenvFile: dotenvFileIn(process.env) }),
  );
  // Inherited by the workers. Not as TOKEN_BASE_URL: the target stays the embedded one.
  if (settings.baseUrl === undefined) process.env.TOKEN_CONFORMANCE_SANDBOX = baseUrl;
  Object.assign(process.env, identities);

  const connection = createConnection({
    contract,
    settings,
    baseUrl,
    version: packageVersion,
    runId: info.runId,
    requestBudget: settings.maxRequests,
  });
  const report = await preflightOver(connection, { contract, settings }).finally(() => connection.close());
  Object.assign(info, { preflight: report, target: baseUrl });
  noteSent(connection.sending.count());
  if (report.ok) return close;
  await close();
  throw new Error('the preflight failed');
}
