/** The conformance suite. `npm start` runs it through the command; `npx playwright test` runs it as well. */
import { join, relative, resolve } from 'node:path';
import { defineConfig, type ReporterDescription } from '@playwright/test';
import type { RunInfo } from './src/reports/run-info.js';
import { currentPlan } from './src/session/plan.js';
import { packageVersion } from './src/settings/package-root.js';
import { capabilities } from './src/verdicts/capabilities.js';

/** Milliseconds that the scenario with the most waits may wait. */
const longestWait = 30 * 60_000;

const { settings, contract, waivers, scenarios } = await currentPlan();

// One seed for all processes of a run: workers inherit it.
process.env.TOKEN_SEED ||= String(settings.seed);

/** As people see it from where they stand; a path that leads far away stays whole. */
function shortPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}

const reportDir = resolve(settings.reportDir);

const tokenConformance: RunInfo = {
  reportDir,
  seed: settings.seed,
  fuzz: settings.fuzz,
  target: settings.baseUrl ?? 'the embedded sandbox',
  contract: {
    file: shortPath(contract.file),
    title: contract.title,
    version: contract.version,
    sha256: contract.sha256,
  },
  profile: settings.profile,
  capabilities: capabilities(contract),
  failOn: settings.failOn,
  failOnUnverified: settings.failOnUnverified,
  waivers,
  reports: settings.reports,
  since: settings.since && resolve(settings.since),
  github: settings.github,
  color: settings.color,
  version: packageVersion,
  totalScenarios: scenarios.length,
};

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
    (Math.max(120_000, settings.requestTimeout * 12) + (settings.allowed.has('waits') ? longestWait : 0)),
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
