/** `report`: renders the reports of an earlier run again, from its `results.json`. */
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { readResultsFile } from '../reports/results-file.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import type { Options } from './setting-flags.js';

async function report(file: string, options: Options): Promise<ExitCode> {
  const { writeReports } = await import('../reports/write-reports.js');
  const results = readResultsFile(file);
  const since = typeof options.since === 'string' ? readResultsFile(options.since) : undefined;
  const folder = typeof options.reportDir === 'string' ? options.reportDir : dirname(file);
  for (const path of await writeReports(results, { folder, since })) console.log(path);
  return exitCodes.conforms;
}

export function addReportCommand(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('report <results.json>')
    .description('render the reports of an earlier run again')
    .option('--since <FILE>', 'results.json of an earlier run: the report tells what changed')
    .option('--report-dir <DIR>', 'folder for the reports (default: that of the results)')
    .action(async (file: string, options: Options) => finish(await report(file, options)));
}
