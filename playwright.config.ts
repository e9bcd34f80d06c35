/** The conformance suite. `npm start` runs it through the command; `npx playwright test` runs it as well. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { defineConfig, type ReporterDescription } from '@playwright/test';
import { runInfo } from './src/reports/run-info.js';
import { untilReleased } from './src/session/held-start.js';
import { longestPauses } from './src/session/patience.js';
import { currentPlan } from './src/session/plan.js';
import { packageVersion } from './src/settings/package-root.js';

/** Milliseconds that the scenario with the most waits may wait. */
const longestWait = 30 * 60_000;

await untilReleased();
const plan = await currentPlan();
const { settings } = plan;

// One seed and one id for all processes of a run: workers inherit them.
process.env.TOKEN_SEED ||= String(settings.seed);
process.env.TOKEN_CONFORMANCE_RUN ||= randomUUID();

const tokenConformance = runInfo(plan, packageVersion, process.env.TOKEN_CONFORMANCE_RUN);
const { reportDir } = tokenConformance;

const htmlReport: ReporterDescription = [
  'html',
  { open: 'never', outputFolder: join(reportDir, 'html'), noSnippets: true, noCopyPrompt: true },
];

export default defineConfig({
  testDir: 'tests/conformance',
  globalSetup: './tests/conformance/global-setup',
  outputDir: join(reportDir, 'artifacts'),
  metadata: { tokenConformance },
  // A scenario is several requests, each with a deadline of its own.
  timeout:
    settings.repeat *
      (Math.max(120_000, settings.requestTimeout * 20) + (settings.allowed.has('waits') ? longestWait : 0)) +
    longestPauses * 1000,
  workers: settings.workers,
  fullyParallel: false,
  // What the command runs is compiled already.
  build: { external: ['**/dist/**'] },
  // A retry would hide the very defect that was found.
  retries: 0,
  use: { trace: 'off' },
  reporter: [
    ['./src/reports/playwright-reporter'],
    ...(settings.reports.includes('html') ? [htmlReport] : []),
  ],
});
