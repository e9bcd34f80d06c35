/** `report`: renders the reports of an earlier run again, from its `results.json`. */
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { readResultsFile } from '../reports/results-file.js';
import { writingProblem } from '../reports/write-atomically.js';
import type { SettingName } from '../settings/setting-table.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';

const settingFlags: readonly SettingName[] = ['since', 'reports'];

async function report(file: string, options: Options): Promise<ExitCode> {
  const { writeReports } = await import('../reports/write-reports.js');
  const results = readResultsFile(file);
  const { since: earlier, reports: formats } = settingsOf(flagsOf(options, settingFlags));
  const since = earlier === undefined ? undefined : readResultsFile(earlier);
  const folder = typeof options.reportDir === 'string' ? options.reportDir : dirname(file);
  try {
    for (const path of await writeReports(results, { folder, formats, since })) console.log(path);
    return exitCodes.conforms;
  } catch (problem) {
    const why = writingProblem(problem);
    if (why === undefined) throw problem;
    console.error(`Reports cannot be written to ${folder}: ${why}.`);
    return exitCodes.fault;
  }
}

export function addReportCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('report <results>')
    .description('render the reports of an earlier run again, from its results.json or bundle.zip');
  addSettingFlags(command, settingFlags)
    .option('--report-dir <DIR>', 'folder for the reports (default: that of the results)')
    .action(async (file: string, options: Options) => finish(await report(file, options)));
}
