/**
 * What the reporter has to know of the run: the Playwright configuration puts it into
 * `metadata.tokenConformance`, the global setup adds the target and the preflight. It holds no secret.
 */
import { relative, resolve } from 'node:path';
import type { FullConfig } from '@playwright/test/reporter';
import type { Assumption } from '../contract/contract.js';
import type { KnownDeviation } from '../contract/profile.js';
import type { Plan } from '../session/plan.js';
import type { Settings } from '../settings/settings.js';
import { capabilities } from '../verdicts/capabilities.js';
import type { Waiver } from '../verdicts/waivers.js';
import { reportedAssumptions } from './assumptions.js';

export interface PreflightOutcome {
  readonly ok: boolean;
  /** For people; printed as it stands when the preflight failed. */
  readonly page: string;
  readonly steps: readonly {
    readonly name: string;
    readonly outcome: 'ok' | 'failed' | 'skipped';
    readonly seen: string;
    readonly likely?: string;
    readonly change?: string;
  }[];
}

export interface RunInfo {
  /** A UUID, by which the operator of the target finds the requests of this run in a log. */
  readonly runId: string;
  readonly reportDir: string;
  readonly seed: number;
  readonly fuzz: number;
  /** Base URL of the target. */
  readonly target: string;
  /** Its name, where it is one of several. */
  readonly targetName?: string | undefined;
  readonly contract: {
    readonly file: string;
    readonly title: string;
    readonly version: string;
    readonly sha256: string;
    /** What was filled in, because the document leaves it open. Results of earlier versions lack it. */
    readonly assumptions?: readonly Assumption[] | undefined;
  };
  readonly profile: string;
  /** Of the product that the profile is of. */
  readonly knownDeviations: { readonly product: string; readonly deviations: readonly KnownDeviation[] };
  /** What the contract offers: `capabilities()` of `verdicts/capabilities.ts`. */
  readonly capabilities: readonly string[];
  /** Nothing is judged. */
  readonly observes: boolean;
  readonly failOn: Settings['failOn'];
  readonly failOnUnverified: boolean;
  readonly waivers: readonly Waiver[];
  readonly reports: Settings['reports'];
  /** Path of an earlier `results.json`. */
  readonly since: string | undefined;
  readonly github: Settings['github'];
  readonly color: boolean;
  readonly verbosity: Settings['verbosity'];
  /** Whether a line of the terminal may be written over. */
  readonly interactive: boolean;
  /** Of this package. */
  readonly version: string;
  /** Number of scenarios that the contract yields, before any selection. */
  readonly totalScenarios: number;
  /** `undefined`: none was made. */
  readonly preflight?: PreflightOutcome | undefined;
}

/** As people see it from where they stand; a path that leads far away stays whole. */
function shortPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}

/** What is known before anything is sent. The target is a word until the embedded sandbox has a port. */
export function runInfo(plan: Plan, version: string, runId: string): RunInfo {
  const { settings, contract, waivers, scenarios } = plan;
  const { seed, fuzz, baseUrl, profile, failOn, failOnUnverified, reports, since, github } = settings;
  const { color, verbosity, interactive, targetName } = settings;
  return {
    runId,
    reportDir: resolve(settings.reportDir),
    seed,
    fuzz,
    target: baseUrl ?? 'the embedded sandbox',
    targetName,
    contract: {
      file: shortPath(contract.file),
      title: contract.title,
      version: contract.version,
      sha256: contract.sha256,
      assumptions: reportedAssumptions(contract),
    },
    profile,
    knownDeviations: { product: plan.profile.title, deviations: plan.profile.deviations },
    capabilities: capabilities(contract),
    observes: settings.observe,
    failOn,
    failOnUnverified,
    waivers,
    reports,
    since: since && resolve(since),
    github,
    color,
    verbosity,
    interactive,
    version,
    totalScenarios: scenarios.length,
  };
}

/** Read when it is needed and not before: the global setup may still replace it. `undefined` outside our configuration. */
export function runInfoOf(config: Pick<FullConfig, 'metadata'>): RunInfo | undefined {
  return config.metadata.tokenConformance as RunInfo | undefined;
}
