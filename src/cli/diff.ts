/** `diff`: what changed between two runs, verdict by verdict. */
import type { Command } from 'commander';
import pc from 'picocolors';
import { changeWords } from '../reports/comparison/change-words.js';
import { unlike } from '../reports/comparison/run-facts.js';
import { Page } from '../reports/page.js';
import type { Results } from '../reports/results.js';
import { readResultsFile } from '../reports/results-file.js';
import { counted } from '../reports/text.js';
import { type Change, changeKinds, changesBetween } from '../verdicts/compare.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { refuseToReplace, reportBeside, writePage } from './page-output.js';
import type { Options } from './setting-flags.js';

function writeChange(page: Page, { kind, check, scenario, before, after }: Change): void {
  const from = before?.outcome ?? 'absent';
  const to = after?.outcome ?? 'absent';
  page.text('  - ', `${check}: ${from === to ? to : `${from} → ${to}`}`);
  page.text('    ', scenario, page.colors.dim);
  if (before?.actual !== after?.actual) page.row('    ', 'was', before?.actual);
  page.row('    ', 'now', after?.actual);
  if (kind === 'newly-failing') page.verbatim('    ', 'again', `npx token-conformance replay ${scenario}`);
}

function asText(before: Results, after: Results, changes: readonly Change[], color: boolean): string {
  const page = new Page(Math.min(Math.max(process.stdout.columns ?? 80, 60), 100), pc.createColors(color));
  const differing = unlike(before, after);
  if (differing.length > 0) page.heading('The runs are not alike');
  for (const { fact, before: was, after: is } of differing) page.text('  - ', `${fact}: ${was} → ${is}`);
  for (const kind of changeKinds) {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length > 0) page.heading(`${changeWords[kind].toUpperCase()}: ${found.length}`);
    for (const change of found) writeChange(page, change);
  }
  const verdict = before.verdict === after.verdict ? after.verdict : `${before.verdict} → ${after.verdict}`;
  page.line();
  page.text(
    '',
    changes.length === 0
      ? `No verdict changed: ${counted(after.results.length, 'verdict')} compared. Run: ${verdict}.`
      : `${counted(changes.length, 'change')}. Run: ${verdict}.`,
  );
  return page.toString();
}

async function diff(a: string, b: string, options: Options): Promise<ExitCode> {
  const page = typeof options.html === 'string' ? options.html : undefined;
  if (page !== undefined) refuseToReplace(page, [a, b]);
  const before = readResultsFile(a);
  const after = readResultsFile(b);
  const changes = changesBetween(before.results, after.results);
  const code = changes.length === 0 ? exitCodes.conforms : exitCodes.differs;
  if (options.json === true)
    console.log(
      JSON.stringify(
        { before: before.verdict, after: after.verdict, unlike: unlike(before, after), changes },
        undefined,
        2,
      ),
    );
  else process.stdout.write(asText(before, after, changes, options.color !== false && pc.isColorSupported));
  if (page === undefined) return code;
  const { diffPage } = await import('../reports/comparison/diff-page.js');
  const text = await diffPage(
    { results: before, report: reportBeside(a, page) },
    { results: after, report: reportBeside(b, page) },
    changes,
  );
  if (!writePage(page, text)) return exitCodes.fault;
  if (options.json !== true) console.log(page);
  return code;
}

export function addDiffCommand(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('diff <before> <after>')
    .description('compare two results.json or bundles, verdict by verdict; ends with 16 when they differ')
    .option('--json', 'as JSON')
    .option('--html <FILE>', 'write a page besides, with the evidence of what got worse')
    .option('--no-color', 'plain text (NO_COLOR)')
    .action(async (before: string, after: string, options: Options) =>
      finish(await diff(before, after, options)),
    );
}
