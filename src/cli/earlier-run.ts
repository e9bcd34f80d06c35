/** What a replay takes over of the run that it repeats: the last one, one named by its results, or a bundled one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BundleSettings, names } from '../reports/bundle/layout.js';
import type { Bundle } from '../reports/bundle/read-bundle.js';
import { readResultsFile, readResultsOrBundle } from '../reports/results-file.js';
import { writingProblem } from '../reports/write-atomically.js';
import { readDotenv } from '../settings/dotenv-file.js';
import type { Environment } from '../settings/read-settings.js';
import { type Flags, settingNames, settingTable } from '../settings/setting-table.js';
import type { Counterexample } from '../verdicts/verdict.js';
import { UsageError } from './exit-codes.js';
import { dotenvFile, settingsOf } from './setting-flags.js';

export interface EarlierRun {
  readonly seed: number;
  readonly fuzz: number;
  readonly counterexamples: readonly Counterexample[];
  /** Flags that were not given and follow from the run. */
  readonly flags: Flags;
  /** Values of parameters for which nothing is configured here. */
  readonly parameters: Environment;
  /** Takes away what was unpacked. */
  close(): void;
}

type Known = Pick<EarlierRun, 'seed' | 'fuzz' | 'counterexamples'>;

const known = ({ run, counterexamples }: ReturnType<typeof readResultsFile>): Known => ({
  seed: run.seed,
  fuzz: run.fuzz,
  counterexamples,
});

/** The results in the report directory; `undefined` when there are none that can be read. */
export function lastRun(reportDir: string): EarlierRun | undefined {
  try {
    const last = known(readResultsFile(join(reportDir, 'results.json')));
    // A seed that is configured beats the one of a run that nobody named.
    const flags = process.env.TOKEN_SEED ? {} : { seed: String(last.seed) };
    return { ...last, flags, parameters: {}, close() {} };
  } catch {
    return undefined;
  }
}

const settingVariables = new Set<string>(settingNames.map((name) => settingTable[name].variable));

/** A bundle may come from anybody: it sets parameters of requests, never a setting, and nothing that is set here. */
function parametersOf({ parameters }: BundleSettings): Environment {
  const here = { ...readDotenv(dotenvFile).values, ...process.env };
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([variable, value]) =>
      typeof value !== 'string' || settingVariables.has(variable) || here[variable]
        ? []
        : [[variable, value]],
    ),
  );
}

/** Into a folder of its own. References of the contract stay within it, because it is a project of its own. */
function unpack(file: string, { inputs }: Bundle): string {
  const folder = mkdtempSync(join(tmpdir(), 'token-conformance-bundle-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{}\n');
    for (const { name, bytes } of inputs) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes, { flag: 'wx' });
    }
    return folder;
  } catch (problem) {
    rmSync(folder, { recursive: true, force: true });
    const why = writingProblem(problem);
    if (why === undefined) throw problem;
    throw new UsageError(`${file} cannot be unpacked into ${tmpdir()}: ${why}`);
  }
}

/** Credentials go to the target: which one that is, the person who has them says, and never the bundle. */
function refuseUnnamedTarget(file: string, baseUrl: string | null, given: Flags): void {
  const named = settingsOf({ ...given, spec: undefined }).baseUrl;
  if (baseUrl !== null && named === undefined)
    throw new UsageError(
      `${file} is of a run against ${JSON.stringify(baseUrl)}. If your credentials may go there, say so: --base-url ${baseUrl}`,
    );
}

/**
 * @param file `results.json` or `bundle.zip`
 * @param given the flags of the command
 * @throws ResultsFileError, UsageError
 */
export function namedRun(file: string, given: Flags): EarlierRun {
  const { results, bundle } = readResultsOrBundle(file);
  const run = known(results);
  const seed = String(run.seed);
  if (!bundle)
    return { ...run, flags: { seed, profile: results.target.profile }, parameters: {}, close() {} };
  const { settings } = bundle;
  refuseUnnamedTarget(file, settings.baseUrl, given);
  const folder = unpack(file, bundle);
  const inside = (name: string): string => join(folder, name);
  return {
    ...run,
    flags: {
      seed,
      spec: inside(settings.spec),
      profile: settings.profile === names.profile ? inside(names.profile) : settings.profile,
    },
    parameters: parametersOf(settings),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
