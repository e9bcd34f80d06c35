/**
 * `run --targets`: each target of the file is judged by a run of its own, with a folder of its own; one page shows them side by
 * side. Targets on one host come one after the other, so that its rate limit holds; hosts are served side by side.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { DocumentError } from '../contract/document-error.js';
import type { Column } from '../reports/comparison/column.js';
import type { Results } from '../reports/results.js';
import { readResultsFile } from '../reports/results-file.js';
import { ResultsFileError } from '../reports/results-file-error.js';
import { forLog, someOf } from '../reports/text.js';
import { dotenvFileIn, readDotenv } from '../settings/dotenv-file.js';
import { commandFile } from '../settings/package-root.js';
import { type Environment, readSettings } from '../settings/read-settings.js';
import { type Flags, type SettingName, settingNames, settingTable } from '../settings/setting-table.js';
import type { Settings } from '../settings/settings.js';
import { SettingsError } from '../settings/settings-error.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { resultLine } from './matrix.js';
import { reportBeside, writePage } from './page-output.js';
import { inReportFolder, removeWritten } from './report-folder.js';
import { environmentOf, readTargets, type Target } from './targets-file.js';
import { validatedContract } from './validated-contract.js';

/** Settings of the whole: by flag, environment or `.env`, as of any run. */
const wholeSettings = [
  ...(['seed', 'workers', 'reportDir', 'reports', 'bundle', 'quiet', 'verbose'] as const),
] satisfies readonly SettingName[];

const variableOf = (name: SettingName): string => settingTable[name].variable;

function wholeEnvironment(flags: Flags, env: Environment): Record<string, string> {
  const dotenv = readDotenv(dotenvFileIn(env)).values;
  return Object.fromEntries(
    wholeSettings.flatMap((name) => {
      const value = flags[name] ?? (env[variableOf(name)] || dotenv[variableOf(name)]);
      return value ? [[variableOf(name), value]] : [];
    }),
  );
}

/** Flags that are about a target count for all of them, whatever their entries say. */
function flagVariables(flags: Flags): Record<string, string> {
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = flags[name];
      return value === undefined ? [] : [[variableOf(name), value]];
    }),
  );
}

interface Planned {
  readonly target: Target;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

function plannedOf(target: Target, flags: Flags, whole: Settings, common: Environment): Planned {
  const folder = join(resolve(whole.reportDir), target.name);
  const env: NodeJS.ProcessEnv = {
    ...environmentOf(target, process.env),
    ...flagVariables(flags),
    ...common,
    TOKEN_SEED: String(whole.seed),
    TOKEN_REPORT_DIR: folder,
    TOKEN_CONFORMANCE_TARGET: target.name,
    // Twelve long summaries nobody reads.
    TOKEN_QUIET: String(whole.verbosity !== 'verbose'),
    TOKEN_VERBOSE: String(whole.verbosity === 'verbose'),
  };
  delete env.NO_COLOR;
  delete env.FORCE_COLOR;
  env[whole.color ? 'FORCE_COLOR' : 'NO_COLOR'] = '1';
  return { target, folder, env };
}

/** Everything that is wrong with any target, at once. @throws UsageError */
async function refuseUnusable(file: string, planned: readonly Planned[], flags: Flags): Promise<void> {
  const problems: string[] = [];
  for (const { target, env } of planned)
    try {
      const settings = readSettings({ flags, env, dotenvFile: dotenvFileIn(env) });
      target.refuseSecretsOf(await validatedContract(settings));
    } catch (problem) {
      if (!(problem instanceof SettingsError || problem instanceof DocumentError)) throw problem;
      problems.push(`${file}, target ${target.name}:\n${problem.message}`);
    }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
}

/** Who set them believes that they count. */
function warnOfUnreadVariables(targets: readonly Target[]): void {
  const isWhole = (name: string): boolean => wholeSettings.some((one) => variableOf(one) === name);
  const unread = (names: readonly string[]): string[] =>
    names.filter((name) => /^TOKEN_(?!CONFORMANCE_)/.test(name) && !isWhole(name));
  const set = Object.keys(process.env).filter(
    (name) =>
      process.env[name] && !targets.some(({ prefix }) => prefix !== undefined && name.startsWith(prefix)),
  );
  const ofEnvironment = unread(set);
  if (ofEnvironment.length > 0)
    console.error(
      `warning: ${someOf(ofEnvironment, 3)} ${ofEnvironment.length > 1 ? 'are' : 'is'} set and not read: with --targets, a variable counts for the targets whose "prefix" begins it`,
    );
  const dotenv = dotenvFileIn(process.env);
  const isNamed = targets.some(({ envFile }) => envFile === resolve(dotenv));
  if (!isNamed && unread(Object.keys(readDotenv(dotenv).values)).length > 0)
    console.error(
      `warning: ${dotenv} is not read: with --targets, it counts for the targets whose "env" names it`,
    );
}

interface Done {
  /** `undefined`: it was never begun. */
  readonly code: ExitCode | undefined;
}

/** Started and not ended: who interrupts means all of them. */
const running = new Set<ChildProcess>();

interface Said {
  readonly to: NodeJS.WriteStream;
  readonly chunk: Buffer;
}

/** A command for one target. What it says is kept until it ends: lines of several runs would mix. */
async function runOne({ env }: Planned, args: readonly string[]): Promise<{ code: ExitCode; said: Said[] }> {
  const child = spawn(process.execPath, [commandFile, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Said[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push({ to: process.stdout, chunk }));
  child.stderr.on('data', (chunk: Buffer) => said.push({ to: process.stderr, chunk }));
  running.add(child);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((settle) => {
    // The system starts no further process: the others go on.
    child.once('error', ({ message }) => {
      said.push({ to: process.stderr, chunk: Buffer.from(`${forLog(message)}\n`) });
      settle([exitCodes.fault, null]);
    });
    child.once('close', (...ended) => settle(ended));
  }).finally(() => running.delete(child));
  const known = Object.values(exitCodes).find((one) => one === code);
  return { code: known ?? (signal === null ? exitCodes.fault : exitCodes.inconclusive), said };
}

/** In the order of the file, by host. */
function queuesOf(planned: readonly Planned[]): Planned[][] {
  const queues = new Map<string, Planned[]>();
  for (const one of planned) queues.set(one.target.host, [...(queues.get(one.target.host) ?? []), one]);
  return [...queues.values()];
}

/**
 * What has to be known first: a fault says that nothing can be relied on, a usage error that a target was not judged as it was
 * meant to be; then what is certainly broken, then what is not known. 0 is left where all conform.
 */
const order: readonly ExitCode[] = [
  exitCodes.fault,
  exitCodes.usage,
  exitCodes.nonConformance,
  exitCodes.inconclusive,
  exitCodes.conforms,
];

export function combinedExitCode(codes: readonly (ExitCode | undefined)[]): ExitCode {
  const known = codes.map((code) => code ?? exitCodes.inconclusive);
  return order.find((code) => known.includes(code)) ?? exitCodes.inconclusive;
}

function resultsIn(file: string): Results | undefined {
  try {
    return readResultsFile(file);
  } catch (problem) {
    if (problem instanceof ResultsFileError) return undefined;
    throw problem;
  }
}

/** @returns whether the page could be written */
async function tell(planned: readonly Planned[], done: readonly Done[], page: string): Promise<boolean> {
  const { letterOf } = await import('../reports/comparison/column.js');
  const { matrixPage } = await import('../reports/comparison/matrix-page.js');
  const width = Math.max(...planned.map(({ target }) => target.name.length));
  const columns: Column[] = [];
  const absent: { name: string; why: string }[] = [];
  const lines = planned.map(({ target: { name, baseUrl }, folder }, index) => {
    const code = done[index]?.code;
    const file = join(folder, 'results.json');
    const results = code === undefined ? undefined : resultsIn(file);
    const shown = name.padEnd(width);
    if (results === undefined) {
      const why = code === undefined ? 'not begun' : `no results, exit code ${code}`;
      absent.push({ name, why });
      return `-  ${shown}  ${why}  ${baseUrl}`;
    }
    const letter = letterOf(columns.length);
    columns.push({ letter, results, file, report: reportBeside(file, page) });
    return resultLine(`${letter.padEnd(3)}${shown}  `, results);
  });
  for (const line of lines) console.log(forLog(line));
  if (columns.length === 0) return true;
  const isWritten = writePage(page, await matrixPage(columns, absent));
  if (isWritten) console.log(`\nMatrix: ${page}`);
  return isWritten;
}

export interface TargetsRun {
  readonly flags: Flags;
  /** Which scenarios are wanted, as flags. */
  readonly selected: readonly string[];
  readonly dryRun: boolean;
}

async function runAll(
  planned: readonly Planned[],
  { selected }: TargetsRun,
  whole: Settings,
): Promise<Done[]> {
  const codes = new Map<Planned, ExitCode>();
  let interrupted = false;
  const interrupt = (signal: NodeJS.Signals): void => {
    if (!interrupted) console.error('\nEnding all targets: the reports of what was done are being written.');
    interrupted = true;
    for (const child of running) child.kill(signal);
  };
  const isQuiet = whole.verbosity === 'quiet';
  const say = (line: string): void => {
    if (!isQuiet) console.log(forLog(line));
  };
  const queues = queuesOf(planned);
  const serve = async (): Promise<void> => {
    for (let queue = queues.shift(); queue; queue = queues.shift())
      for (const one of queue) {
        if (interrupted) return;
        const { name, baseUrl } = one.target;
        const begun = performance.now();
        say(`${name} begins: ${baseUrl}`);
        const { code, said } = await runOne(one, ['run', ...selected]);
        codes.set(one, code);
        say('');
        say(`=== ${name}: exit code ${code} after ${Math.round((performance.now() - begun) / 1000)} s`);
        for (const { to, chunk } of said) if (!isQuiet || to === process.stderr) to.write(chunk);
        say('');
      }
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    // At ten requests a second a run keeps a processor busy for a quarter of its time: 10 s of 43 were measured.
    const lanes = Math.max(1, Math.floor((2 * availableParallelism()) / whole.workers));
    await Promise.all(Array.from({ length: lanes }, serve));
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  return planned.map((one) => ({ code: codes.get(one) }));
}

/** One after the other: nothing is sent, and what is printed is the result. */
async function showAll(planned: readonly Planned[], { selected }: TargetsRun): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const one of planned) {
    const { code, said } = await runOne(one, ['run', ...selected, '--dry-run']);
    console.log(forLog(`=== ${one.target.name}: ${one.target.baseUrl}`));
    console.log('');
    for (const { to, chunk } of said) to.write(chunk);
    codes.push(code);
  }
  return combinedExitCode(codes);
}

interface AllPlanned {
  readonly targets: readonly Target[];
  readonly planned: readonly Planned[];
  readonly settings: Settings;
}

/** @throws UsageError, DocumentError, SettingsError */
async function planAll(file: string, flags: Flags): Promise<AllPlanned> {
  if (flags.baseUrl !== undefined)
    throw new UsageError('--base-url names one target, --targets several: leave one of them out');
  const targets = await readTargets(file);
  const common = wholeEnvironment(flags, process.env);
  const others = Object.entries(process.env).filter(([name]) => !/^TOKEN_/i.test(name));
  const env = { ...Object.fromEntries(others), ...common };
  const whole = readSettings({ flags: {}, env, dotenvFile: undefined });
  const settings = flags.color === false ? { ...whole, color: false } : whole;
  return { targets, settings, planned: targets.map((target) => plannedOf(target, flags, settings, common)) };
}

/**
 * @param file by `schemas/targets.schema.json`
 * @throws UsageError, DocumentError, SettingsError: nothing was sent then
 */
export async function runTargets(file: string, run: TargetsRun): Promise<ExitCode> {
  const { flags } = run;
  if (flags.since !== undefined)
    throw new UsageError('--since: each target has an earlier run of its own; write "since" into its entry');
  const { targets, planned, settings } = await planAll(file, flags);
  await refuseUnusable(file, planned, flags);
  warnOfUnreadVariables(targets);
  if (run.dryRun) return showAll(planned, run);

  const reportDir = resolve(settings.reportDir);
  const page = join(reportDir, 'matrix.html');
  return inReportFolder(reportDir, async () => {
    rmSync(page, { force: true });
    for (const { folder, env } of planned) removeWritten(folder, env[variableOf('since')]);
    const done = await runAll(planned, run, settings);
    const isTold = await tell(planned, done, page);
    return isTold ? combinedExitCode(done.map(({ code }) => code)) : exitCodes.fault;
  });
}

/**
 * Another command for one target of the file, as if its variables were set and its folder of reports were the one.
 * @throws UsageError, DocumentError, SettingsError
 */
export async function forTarget(
  file: string,
  name: string,
  command: { readonly flags: Flags; readonly args: readonly string[] },
): Promise<ExitCode> {
  const { planned } = await planAll(file, command.flags);
  const found = planned.find(({ target }) => target.name === name);
  if (!found) {
    const names = planned.map(({ target }) => target.name).join(', ');
    throw new UsageError(`--target: ${file} has no target ${JSON.stringify(name)}; it has ${names}`);
  }
  // The seed of its last run counts, unless another one was asked for.
  const { TOKEN_SEED: seed, ...env } = found.env;
  const isAsked = command.flags.seed !== undefined;
  const { code, said } = await runOne(
    { ...found, env: isAsked ? { ...env, TOKEN_SEED: seed } : env },
    command.args,
  );
  for (const { to, chunk } of said) to.write(chunk);
  return code;
}
