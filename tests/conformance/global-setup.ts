/** Before the first scenario: the embedded sandbox where no target is named, then the preflight. */
import type { FullConfig } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import type { RunInfo } from '../../src/reports/run-info.js';
import { currentPlan, readPlan } from '../../src/session/plan.js';
import { preflight } from '../../src/session/preflight.js';
import { createSession } from '../../src/session/session.js';
import { packageVersion } from '../../src/settings/package-root.js';

export default async function globalSetup(config: FullConfig): Promise<(() => Promise<void>) | undefined> {
  const info: RunInfo = config.metadata.tokenConformance;
  const { settings, contract, profile, scenarios } = await currentPlan();
  let baseUrl = settings.baseUrl;
  let stop: (() => Promise<void>) | undefined;
  let configured = settings;
  if (baseUrl === undefined) {
    const sandbox = await startSandbox();
    stop = () => sandbox.close();
    const { TOKEN_BASE_URL, ...identities } = sandbox.environment;
    baseUrl = sandbox.url;
    // Inherited by the workers. Not TOKEN_BASE_URL: the target stays the embedded one.
    process.env.TOKEN_CONFORMANCE_SANDBOX = TOKEN_BASE_URL ?? sandbox.url;
    for (const [name, value] of Object.entries(identities)) process.env[name] = value;
    configured = (await readPlan(process.env, undefined)).settings;
  }
  const session = createSession({ contract, settings: configured, profile, scenarios, baseUrl, version: packageVersion });
  try {
    const report = await preflight({
      contract,
      settings: configured,
      send: (request) => session.send(request),
      valid: (grant) => session.requests.valid(grant),
      redact: (text) => session.redact(text),
    });
    Object.assign(info, { preflight: report, target: baseUrl });
    if (!report.ok) {
      await stop?.();
      throw new Error('the preflight failed');
    }
  } finally {
    session.close();
  }
  return stop;
}
