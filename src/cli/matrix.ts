/** `matrix`: many runs side by side, in one page. */
import type { Command } from 'commander';
import type { Results } from '../reports/results.js';
import { readResultsFile } from '../reports/results-file.js';
import { ResultsFileError } from '../reports/results-file-error.js';
import { forLog } from '../reports/text.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { refuseToReplace, reportBeside, writePage } from './page-output.js';
import type { Options } from './setting-flags.js';

/** All that can be read, or every reason why not at once. */
function readAll(files: readonly string[]): Results[] {
  const problems: string[] = [];
  const read = files.flatMap((file) => {
    try {
      return [readResultsFile(file)];
    } catch (problem) {
      if (!(problem instanceof ResultsFileError)) throw problem;
      problems.push(problem.message);
      return [];
    }
  });
  if (problems.length > 0) throw new ResultsFileError(problems.join('\n'));
  return read;
}

/** A run in one line. @param head what it begins with */
export function resultLine(
  head: string,
  { verdict, counts, notVerified, target, run, partial, preflight }: Results,
): string {
  const state = run.aborted ? 'aborted, ' : partial ? 'partial, ' : '';
  const found =
    preflight?.ok === false
      ? 'the valid request does not work'
      : `${state}${counts.fail} failed, ${notVerified.length} not verified`;
  return forLog(`${head}${verdict.padEnd(27)}${found}  ${target.baseUrl}`);
}

async function matrix(files: readonly string[], options: Options): Promise<ExitCode> {
  const page = typeof options.html === 'string' ? options.html : 'matrix.html';
  refuseToReplace(page, files);
  const read = readAll(files);
  const { letterOf } = await import('../reports/comparison/column.js');
  const { matrixPage } = await import('../reports/comparison/matrix-page.js');
  const columns = read.map((results, index) => {
    const file = files[index] ?? '';
    return { letter: letterOf(index), results, file, report: reportBeside(file, page) };
  });
  for (const { letter, results } of columns) console.log(resultLine(letter.padEnd(3), results));
  if (!writePage(page, await matrixPage(columns))) return exitCodes.fault;
  console.log(page);
  return exitCodes.conforms;
}

export function addMatrixCommand(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('matrix <results...>')
    .description('many results side by side in one page: targets, versions or days')
    .option('--html <FILE>', 'the page to write', 'matrix.html')
    .action(async (files: string[], options: Options) => finish(await matrix(files, options)));
}
