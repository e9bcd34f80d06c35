/** `run`: the whole suite, or a part of it. Playwright runs it; the verdict is read from `results.json`. */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Contract } from '../contract/contract.js';
import { draftFiles } from '../observe/draft-files.js';
import { bundleFile } from '../reports/bundle/layout.js';
import { contractNotice } from '../reports/contract-notice.js';
import { forLog } from '../reports/text.js';
import { suiteConfiguration } from '../settings/package-root.js';
import { allowances, type Flags, type SettingName, settingTable } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import type { BundleInputs } from './bundle-inputs.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { inReportFolder, removeWritten } from './report-folder.js';
import { type Ended, startPlaywright } from './runner-process.js';
import { type Selection, selectionArguments, selectionFlags } from './selection.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';
import { waitForTarget } from './wait-for-target.js';
import { warnOfSuspectVariables } from './warnings.js';

const settingFlags: readonly SettingName[] = [
  'baseUrl',
  'ca',
  'spec',
  'operation',
  'profile',
  'seed',
  'workers',
  'maxFailures',
  'maxRequests',
  'requestInterval',
  'lockoutBudget',
  'requestTimeout',
  'failOn',
  'failOnUnverified',
  'observe',
  'waivers',
  'checks',
  'reportDir',
  'reports',
  'bundle',
  'quiet',
  'verbose',
  'since',
  'fuzz',
  'waitFor',
  ...allowances,
  'leeway',
  'repeat',
  'callbackHost',
];

/**
 * The file to compare with, made sure to be one. Where this run replaces it, it is kept beside.
 * @throws ResultsFileError
 */
async function earlierResults(since: string | undefined, reportDir: string): Promise<string | undefined> {
  if (since === undefined) return undefined;
  const { readResultsFile } = await import('../reports/results-file.js');
  readResultsFile(since);
  if (resolve(since) !== join(reportDir, 'results.json')) return since;
  const kept = join(reportDir, 'earlier-results.json');
  renameSync(since, kept);
  return kept;
}

/** The child reads the same environment and `.env`; only what came by flag, or was drawn at random, is added. */
function childEnvironment(flags: Flags, settings: Settings): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const name of settingFlags)
    if (flags[name] !== undefined) environment[settingTable[name].variable] = flags[name];
  environment.TOKEN_SEED = String(settings.seed);
  if (!settings.color) {
    environment.NO_COLOR = '1';
    delete environment.FORCE_COLOR;
  }
  return environment;
}

/** The exit code that the reporter wrote down; `undefined` when this run left no results, or only those of its beginning. */
function writtenExitCode(file: string): ExitCode | undefined {
  try {
    const { exitCode, run } = JSON.parse(readFileSync(file, 'utf8'));
    if (run?.aborted === true) return undefined;
    const { differs: _, ...ofRun } = exitCodes;
    return Object.values(ofRun).find((known) => known === exitCode);
  } catch {
    return undefined;
  }
}

function verdictOf({ code, interrupted }: Ended, results: string): ExitCode {
  // Said already: the reports could not be written.
  if (code === exitCodes.fault) return exitCodes.fault;
  const found = writtenExitCode(results);
  if (found !== undefined && found !== exitCodes.conforms) return found;
  if (interrupted) {
    console.error('The run was interrupted before it was complete.');
    return exitCodes.inconclusive;
  }
  if (found === undefined) console.error(`The run ended without complete results: ${results}.`);
  else if (code !== 0) console.error('The run ended badly after its results were written.');
  else return found;
  console.error('This is a fault of token-conformance.');
  return exitCodes.fault;
}

/** Called before anything is sent: a file that people have edited is never written over. */
function refuseToOverwrite(file: string): void {
  if (existsSync(file))
    throw new UsageError(`--write-waivers: ${file} is there already; name another file, or remove it`);
}

async function writeWaivers(file: string, results: string): Promise<void> {
  if (!existsSync(results)) return;
  const { waiverDraft } = await import('../reports/waiver-draft.js');
  const { writeAtomically } = await import('../reports/write-atomically.js');
  writeAtomically(file, waiverDraft(JSON.parse(readFileSync(results, 'utf8'))));
  console.log(`Waivers to complete: ${file}\n`);
}

/** `false`: it could not be written, and why was said. Of a run that left no results there is none. */
async function writeBundle(file: string, inputs: BundleInputs, since: string | undefined): Promise<boolean> {
  if (writtenExitCode(file) === undefined) return true;
  const { writtenBundle } = await import('../reports/bundle/write-bundle.js');
  const { writeAtomically, writingProblem } = await import('../reports/write-atomically.js');
  const { readResultsFile } = await import('../reports/results-file.js');
  const results = readResultsFile(file);
  const path = join(dirname(file), bundleFile);
  try {
    const earlier = since === undefined ? undefined : readResultsFile(since);
    writeAtomically(path, await writtenBundle({ results, since: earlier, ...inputs }));
  } catch (problem) {
    const why = writingProblem(problem);
    if (why === undefined) throw problem;
    console.error(`${path} cannot be written: ${why}.`);
    return false;
  }
  console.log(`Bundle: ${path}\n`);
  return true;
}

/** Nothing is left of them when nothing was observed. */
async function writeDrafts(folder: string, contract: Contract, file: string): Promise<void> {
  const { readResultsFile } = await import('../reports/results-file.js');
  const results = existsSync(file) ? readResultsFile(file) : undefined;
  if (results?.verdict !== 'observed') return;
  const { draftsOf } = await import('../observe/drafts.js');
  const { writeAtomically } = await import('../reports/write-atomically.js');
  const drafts = await draftsOf(results, contract);
  for (const name of ['document', 'profile'] as const)
    writeAtomically(join(folder, draftFiles[name]), drafts[name]);
  console.log('Drafts, to be reviewed before they are used\n');
  for (const name of Object.values(draftFiles)) console.log(`  ${join(folder, name)}`);
  for (const remark of drafts.remarks) console.log(`  - ${forLog(remark)}`);
  console.log('');
}

/** @throws UsageError for what can only be meant of one target */
async function runSeveral(file: string, flags: Flags, options: Options): Promise<ExitCode> {
  if (options.shard !== undefined)
    throw new UsageError(
      '--shard is a part of one target: leave it out, or share out the targets of the file',
    );
  if (options.writeWaivers !== undefined)
    throw new UsageError(
      '--write-waivers is of one target; "waivers" in its entry of the file names those that count for it',
    );
  const { runTargets } = await import('./run-targets.js');
  const selected = selectionFlags(options as Selection);
  return runTargets(file, { flags, selected, dryRun: options.dryRun === true });
}

async function run(options: Options): Promise<ExitCode> {
  const draft = typeof options.writeWaivers === 'string' ? options.writeWaivers : undefined;
  if (draft !== undefined) refuseToOverwrite(draft);
  const flags = flagsOf(options, settingFlags);
  if (typeof options.targets === 'string') return runSeveral(options.targets, flags, options);
  if (options.dryRun === true) {
    const { dryRun } = await import('./dry-run.js');
    return dryRun(flags, options as Selection);
  }
  const selected = selectionArguments(options as Selection);
  const settings = settingsOf(flags);
  if (options.shard !== undefined && !settings.seedGiven)
    throw new UsageError(
      '--shard: all parts of a run need one seed; add --seed with a number, the same for each',
    );
  const reportDir = resolve(settings.reportDir);
  return inReportFolder(reportDir, () => runInto(reportDir, { flags, selected, settings, draft }));
}

interface Prepared {
  readonly flags: Flags;
  readonly selected: readonly string[];
  readonly settings: Settings;
  /** File for the draft of a waiver file. */
  readonly draft: string | undefined;
}

/** The folder is there, and this process alone writes into it. */
async function runInto(reportDir: string, { flags, selected, settings, draft }: Prepared): Promise<ExitCode> {
  const since = await earlierResults(settings.since, reportDir);
  removeWritten(reportDir);
  const playwright = startPlaywright(
    [
      'test',
      '-c',
      suiteConfiguration,
      '--workers',
      String(settings.workers),
      ...(settings.maxFailures === undefined ? [] : ['--max-failures', String(settings.maxFailures)]),
      ...selected,
    ],
    { ...childEnvironment(flags, settings), ...(since === undefined ? {} : { TOKEN_SINCE: since }) },
  );
  try {
    const prepared = await madeSure(settings);
    if (prepared === undefined) return exitCodes.inconclusive;
    const ended = await playwright.goOn();
    return await concluded(ended, { ...prepared, settings, reportDir, since, draft });
  } finally {
    playwright.giveUp();
  }
}

interface MadeSure {
  readonly contract: Contract;
  /** What goes into `bundle.zip`, where one is to be written. */
  readonly bundling: BundleInputs | undefined;
}

/** `undefined`: nobody is there, and that was said. */
async function madeSure(settings: Settings): Promise<MadeSure | undefined> {
  // Loaded when Playwright is on its way: this takes as long as everything before it.
  const { validatedContract } = await import('./validated-contract.js');
  const contract = await validatedContract(settings);
  warnOfSuspectVariables(contract);
  if (settings.verbosity !== 'quiet') console.log(`${contractNotice(contract)}\n`);
  // Whoever meant another target sees it before a verdict that is not about it.
  if (settings.baseUrl === undefined)
    console.log('No target is named (TOKEN_BASE_URL or --base-url): the embedded sandbox is judged.\n');
  const bundling = settings.bundle
    ? await (await import('./bundle-inputs.js')).bundleInputs(contract, settings)
    : undefined;
  const { baseUrl, waitFor, connection } = settings;
  if (baseUrl === undefined || waitFor === 0 || (await waitForTarget(baseUrl, waitFor, connection.proxies)))
    return { contract, bundling };
  console.error(`Nothing accepts connections at ${baseUrl}; waited ${waitFor / 1000} s for it.`);
  return undefined;
}

/** What is left to do when the results are there. */
async function concluded(
  ended: Ended,
  run: MadeSure & {
    readonly settings: Settings;
    readonly reportDir: string;
    readonly since: string | undefined;
    readonly draft: string | undefined;
  },
): Promise<ExitCode> {
  const { contract, bundling, settings, reportDir, since, draft } = run;
  const results = join(reportDir, 'results.json');
  if (draft !== undefined) await writeWaivers(draft, results);
  if (settings.observe) await writeDrafts(reportDir, contract, results);
  const verdict = verdictOf(ended, results);
  return bundling && !(await writeBundle(results, bundling, since)) ? exitCodes.fault : verdict;
}

const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

export function addRunCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('run')
    .description('run the suite: against the embedded sandbox unless a base URL names a target');
  addSettingFlags(command, settingFlags)
    .option('-g, --grep <REGEXP>', 'only scenarios whose id, title or tag matches')
    .option('-G, --grep-invert <REGEXP>', 'only scenarios that do not match')
    .option('--tag <TAG>', 'only scenarios with this tag; may be repeated', collect)
    .option('--shard <PART/PARTS>', 'one part of the scenarios, e.g. 1/4')
    .option(
      '--targets <FILE>',
      'judge several targets, each by a run of its own: YAML by schemas/targets.schema.json',
    )
    .option('--dry-run', 'show every request that would be sent, and send none')
    .option('--write-waivers <FILE>', 'draft waivers for what fails, to be completed by a person')
    .option('--no-color', 'plain text (NO_COLOR)')
    .action(async (options: Options) => finish(await run(options)));
}
