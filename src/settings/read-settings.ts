/** Flags, environment and `.env` → typed settings: flag > environment > `.env` > default. */
import { randomInt } from 'node:crypto';
import { basename } from 'node:path';
import { type OptIn, optIns } from '../scenarios/opt-in.js';
import { readConnection } from './connection-settings.js';
import { type DotenvFile, readDotenv } from './dotenv-file.js';
import { packagedContract } from './package-root.js';
import {
  type Flags,
  largestSeed,
  longFlag,
  type Setting,
  type SettingName,
  settingNames,
  settingTable,
} from './setting-table.js';
import { isLoopback } from './setting-values.js';
import type { Settings } from './settings.js';
import { SettingsError, type SettingsProblem } from './settings-error.js';
import { variableName } from './variable-name.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingsSources {
  readonly flags: Flags;
  readonly env: Environment;
  /** Path of the `.env` file. It need not exist. */
  readonly dotenvFile: string | undefined;
}

/** Requests to another machine start at least this far apart unless a rate is set: ten in a second. */
const guestInterval = 100;

const settingVariables = new Set(settingNames.map((name) => settingTable[name].variable));

/** Values of one variable; an empty one counts as not set. */
function configured(env: Environment, dotenv: DotenvFile, variable: string): string | undefined {
  return env[variable] || dotenv.values[variable] || undefined;
}

interface Given {
  readonly text: string;
  readonly origin: string;
}

function given(sources: SettingsSources, dotenv: DotenvFile, name: SettingName): Given | undefined {
  const { variable } = settingTable[name];
  const flag = sources.flags[name];
  if (flag !== undefined) return { text: flag.trim(), origin: `flag ${longFlag(name)}` };
  const text = configured(sources.env, dotenv, variable)?.trim();
  return text ? { text, origin: originOf(sources, dotenv, variable) } : undefined;
}

function originOf({ env }: SettingsSources, dotenv: DotenvFile, variable: string): string {
  return env[variable] || dotenv.lineOf(variable) === undefined
    ? `environment variable ${variable}`
    : `${basename(dotenv.name)} line ${dotenv.lineOf(variable)} (${variable})`;
}

function isColored({ flags, env }: SettingsSources): boolean {
  if (flags.color === false || env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR || env.CI || process.stdout.isTTY);
}

function isInteractive({ CI, TERM }: Environment): boolean {
  return process.stdout.isTTY === true && !CI && TERM !== 'dumb';
}

/**
 * Reads all settings.
 * @throws SettingsError with every problem at once; it quotes no value, because any value may be a secret.
 */
export function readSettings(sources: SettingsSources): Settings {
  const dotenv = readDotenv(sources.dotenvFile);
  const problems: SettingsProblem[] = [];

  function read<T>(name: SettingName, setting: Setting<T>): T | undefined {
    const found = given(sources, dotenv, name);
    if (found === undefined) return undefined;
    const reading =
      found.text === ''
        ? { wrong: 'is empty', instead: 'a value, or leave the flag out' }
        : setting.read(found.text);
    if ('value' in reading) return reading.value;
    problems.push({ setting: setting.variable, origin: found.origin, ...reading });
    return undefined;
  }

  if (dotenv.problem !== undefined)
    problems.push({
      setting: '.env',
      origin: dotenv.name,
      wrong: dotenv.problem,
      instead: 'a text file of lines NAME=value, or remove it',
    });

  const baseUrl = read('baseUrl', settingTable.baseUrl);
  const allowedHost = read('allowHttp', settingTable.allowHttp);
  if (baseUrl?.startsWith('http:') && !isLoopback(baseUrl)) {
    const { hostname } = new URL(baseUrl);
    if (allowedHost?.toLowerCase() !== hostname)
      problems.push({
        setting: settingTable.baseUrl.variable,
        origin: given(sources, dotenv, 'baseUrl')?.origin ?? '',
        wrong: 'is plain http to another machine, which sends credentials unencrypted',
        instead: `https, or set ${settingTable.allowHttp.variable}=${hostname} if that is meant`,
      });
  }

  const connection = readConnection({
    read: (name) => read(name, settingTable[name] as Setting<never>),
    variable: (name) => configured(sources.env, dotenv, name)?.trim(),
    complain(name, complaint) {
      problems.push({ setting: name, origin: originOf(sources, dotenv, name), ...complaint });
    },
  });

  const own = baseUrl === undefined || isLoopback(baseUrl);
  const allowed: Readonly<Record<OptIn, boolean>> = {
    waits: read('allowWaits', settingTable.allowWaits) ?? false,
    bursts: read('allowBursts', settingTable.allowBursts) ?? own,
    large: read('allowLarge', settingTable.allowLarge) ?? own,
    smuggling: read('allowSmuggling', settingTable.allowSmuggling) ?? own,
    'brute-force': read('allowBruteForce', settingTable.allowBruteForce) ?? false,
    timing: read('allowTiming', settingTable.allowTiming) ?? false,
  };

  function readAssertions(): Settings['assertions'] {
    const key = read('assertionKey', settingTable.assertionKey);
    const algorithm = read('assertionAlgorithm', settingTable.assertionAlgorithm);
    if (key && algorithm && !algorithm.startsWith('HS') && !key.algorithms.includes(algorithm))
      problems.push({
        setting: settingTable.assertionAlgorithm.variable,
        origin: given(sources, dotenv, 'assertionAlgorithm')?.origin ?? '',
        wrong: `is no algorithm of the key that ${settingTable.assertionKey.variable} names`,
        instead: key.algorithms.join(' or '),
      });
    return { key, algorithm, audience: read('assertionAudience', settingTable.assertionAudience) };
  }
  const hook = read('hook', settingTable.hook);
  const deadline = read('hookDeadline', settingTable.hookDeadline) ?? 30_000;

  const workers = read('workers', settingTable.workers) ?? 1;
  const interval = read('requestInterval', settingTable.requestInterval) ?? (own ? 0 : guestInterval);

  const seed = read('seed', settingTable.seed);
  const quiet = read('quiet', settingTable.quiet) ?? false;
  const verbose = read('verbose', settingTable.verbose) ?? false;
  if (quiet && verbose)
    problems.push({
      setting: settingTable.quiet.variable,
      origin: given(sources, dotenv, 'quiet')?.origin ?? '',
      wrong: `contradicts ${given(sources, dotenv, 'verbose')?.origin}`,
      instead: 'one of the two',
    });

  const settings: Settings = {
    spec: read('spec', settingTable.spec) ?? packagedContract,
    operation: read('operation', settingTable.operation),
    baseUrl,
    allowedHost,
    // The embedded target is this process itself: nothing leads there but the direct way.
    connection: baseUrl === undefined ? {} : connection,
    clientAuthentication: read('clientAuthentication', settingTable.clientAuthentication),
    assertions: readAssertions(),
    hook: hook === undefined ? undefined : { command: hook, deadline },
    profile: read('profile', settingTable.profile) ?? (baseUrl === undefined ? 'sandbox' : 'default'),
    targetName: sources.env.TOKEN_CONFORMANCE_TARGET || undefined,
    seed: seed ?? randomInt(largestSeed + 1),
    seedGiven: seed !== undefined,
    reportDir: read('reportDir', settingTable.reportDir) ?? 'reports',
    reports: read('reports', settingTable.reports) ?? ['html', 'junit', 'json'],
    bundle: read('bundle', settingTable.bundle) ?? false,
    verbosity: quiet ? 'quiet' : verbose ? 'verbose' : 'normal',
    since: read('since', settingTable.since),
    github: {
      stepSummary: sources.env.GITHUB_STEP_SUMMARY || undefined,
      annotations: sources.env.GITHUB_ACTIONS === 'true',
    },
    workers,
    requestTimeout: read('requestTimeout', settingTable.requestTimeout) ?? 10_000,
    // The target sees all workers together.
    requestInterval: interval * workers,
    failOn: read('failOn', settingTable.failOn) ?? 'must',
    failOnUnverified: read('failOnUnverified', settingTable.failOnUnverified) ?? false,
    observe: read('observe', settingTable.observe) ?? false,
    waivers: read('waivers', settingTable.waivers),
    checks: read('checks', settingTable.checks) ?? [],
    maxFailures: read('maxFailures', settingTable.maxFailures),
    maxRequests: read('maxRequests', settingTable.maxRequests),
    leeway: read('leeway', settingTable.leeway) ?? 300_000,
    callbackHost: read('callbackHost', settingTable.callbackHost) ?? (own ? '127.0.0.1' : undefined),
    repeat: read('repeat', settingTable.repeat) ?? 1,
    fuzz: read('fuzz', settingTable.fuzz) ?? 0,
    waitFor: read('waitFor', settingTable.waitFor) ?? 0,
    lockoutBudget: Math.floor((read('lockoutBudget', settingTable.lockoutBudget) ?? 15) / workers),
    allowed: new Set(optIns.filter((name) => allowed[name])),
    color: isColored(sources),
    interactive: isInteractive(sources.env),
    parameter(name, scope) {
      const variable = variableName(name, scope);
      return settingVariables.has(variable) ? undefined : configured(sources.env, dotenv, variable);
    },
  };
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}
