/** `merge`: one verdict and one set of reports from the parts of a run (`run --shard`). */
import { join } from 'node:path';
import type { Command } from 'commander';
import { shardFileName } from '../reports/report-files.js';
import { readResultsFile } from '../reports/results-file.js';
import { readShardFile } from '../reports/shard-file.js';
import { summary } from '../reports/terminal.js';
import { writeAtomically } from '../reports/write-atomically.js';
import type { SettingName } from '../settings/setting-table.js';
import type { ExitCode } from './exit-codes.js';
import { addSettingFlags, flagsOf, type Options, settingsOf } from './setting-flags.js';

const settingFlags: readonly SettingName[] = ['reportDir', 'since', 'reports'];

async function merge(paths: readonly string[], options: Options): Promise<ExitCode> {
  const { mergeShards, missingParts } = await import('../reports/merge-shards.js');
  const { buildResults } = await import('../reports/results.js');
  const { writeReports } = await import('../reports/write-reports.js');
  const {
    since: earlier,
    reports: formats,
    reportDir: folder,
    color,
    verbosity,
  } = settingsOf(flagsOf(options, settingFlags));
  const shards = paths.map(readShardFile);
  const results = buildResults(mergeShards(shards));
  const since = earlier === undefined ? undefined : readResultsFile(earlier);
  const file = join(folder, 'results.json');
  writeAtomically(file, `${JSON.stringify(results, undefined, 2)}\n`);
  const made = await writeReports(results, { folder, formats, since });
  const missing = missingParts(shards);
  if (missing.length > 0)
    console.log(`Missing: part ${missing.join(', ')} of ${shards[0]?.part.total}. The result is partial.`);
  const width = Math.min(Math.max(process.stdout.columns ?? 80, 60), 100);
  process.stdout.write(summary(results, { color, width, verbosity, reports: [...made, file] }));
  return results.exitCode;
}

export function addMergeCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('merge <folders...>')
    .description(`make one result of the parts of a run: report folders of run --shard (${shardFileName})`);
  addSettingFlags(command, settingFlags)
    .option('--no-color', 'plain text (NO_COLOR)')
    .action(async (folders: readonly string[], options: Options) => finish(await merge(folders, options)));
}
