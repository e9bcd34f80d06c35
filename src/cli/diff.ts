/** `diff`: what changed between two runs, verdict by verdict. */
import type { Command } from 'commander';
import pc from 'picocolors';
import { Page } from '../reports/page.js';
import type { Results } from '../reports/results.js';
import { readResultsFile } from '../reports/results-file.js';
import { counted } from '../reports/text.js';
import { type Change, type ChangeKind, changeKinds, changesBetween } from '../verdicts/compare.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import type { Options } from './setting-flags.js';

const titles: Readonly<Record<ChangeKind, string>> = {
  'newly-failing': 'NEWLY FAILING',
  'newly-passing': 'NEWLY PASSING',
  'changed-outcome': 'CHANGED OUTCOME',
  'changed-answer': 'SAME DEVIATION, ANOTHER ANSWER',
  added: 'ADDED',
  removed: 'REMOVED',
};

/** Where the two runs are not alike, so that a change may come from that. */
function unlike(before: Results, after: Results): string[] {
  const facts = (results: Results): Readonly<Record<string, string>> => ({
    target: results.target.baseUrl,
    'contract document': results.target.contract.sha256.slice(0, 12),
    profile: results.target.profile,
    'tool version': results.tool.version,
    'requirement catalogue': results.tool.requirementsRevision,
    'complete run': results.run.aborted ? 'no, aborted' : results.partial ? 'no' : 'yes',
  });
  const later = facts(after);
  return Object.entries(facts(before))
    .filter(([name, value]) => later[name] !== value)
    .map(([name, value]) => `${name}: ${value} → ${later[name]}`);
}

function writeChange(page: Page, { check, scenario, before, after }: Change): void {
  const from = before?.outcome ?? 'absent';
  const to = after?.outcome ?? 'absent';
  page.text('  - ', `${check}: ${from === to ? to : `${from} → ${to}`}`);
  page.text('    ', scenario, page.colors.dim);
  if (before?.actual !== after?.actual) page.row('    ', 'was', before?.actual);
  page.row('    ', 'now', after?.actual);
}

function asText(before: Results, after: Results, changes: readonly Change[], color: boolean): string {
  const page = new Page(Math.min(Math.max(process.stdout.columns ?? 80, 60), 100), pc.createColors(color));
  const differing = unlike(before, after);
  if (differing.length > 0) page.heading('The runs are not alike');
  for (const fact of differing) page.text('  - ', fact);
  for (const kind of changeKinds) {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length > 0) page.heading(`${titles[kind]}: ${found.length}`);
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
  const before = readResultsFile(a);
  const after = readResultsFile(b);
  const changes = changesBetween(before.results, after.results);
  if (options.json === true)
    console.log(
      JSON.stringify(
        { before: before.verdict, after: after.verdict, unlike: unlike(before, after), changes },
        undefined,
        2,
      ),
    );
  else process.stdout.write(asText(before, after, changes, options.color !== false && pc.isColorSupported));
  return changes.length === 0 ? exitCodes.conforms : exitCodes.differs;
}

export function addDiffCommand(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('diff <before> <after>')
    .description('compare two results.json, verdict by verdict; ends with 16 when they differ')
    .option('--json', 'as JSON')
    .option('--no-color', 'plain text (NO_COLOR)')
    .action(async (before: string, after: string, options: Options) =>
      finish(await diff(before, after, options)),
    );
}
