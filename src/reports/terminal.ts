/** What a person reads when the run is over: the verdict first, then what to do, then what is not known. */

import pc from 'picocolors';
import { describeFlaky } from '../verdicts/flaky.js';
import { locationText } from '../verdicts/location.js';
import { type StaleWaiver, waiverName } from '../verdicts/waivers.js';
import { causes, type Finding, findingsOf, knownText } from './findings.js';
import { Page } from './page.js';
import type { NotVerified, RequirementResult, Result, Results } from './results.js';
import { sourceName } from './source-link.js';
import { counted, forLog, someOf } from './text.js';

export interface SummaryOptions {
  readonly color: boolean;
  /** Columns. Only URLs and command lines are longer, so that they can be copied. */
  readonly width: number;
  /** Where the reports are. */
  readonly reports: readonly string[];
  /** `quiet`: a line or two for each deviation. `verbose`: all of them in full, and nothing only counted. */
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

function headline({ verdict, partial, counts, preflight, scenarios }: Results): string {
  switch (verdict) {
    case 'compatible':
      return 'The token endpoint keeps its contract and the standards, as far as they were tested.';
    case 'compatible-with-deviations':
      return 'The token endpoint deviates only where a waiver allows it.';
    case 'incompatible':
      return `The token endpoint breaks its contract or a requirement of the standards.${
        partial ? ' Only a part of the scenarios was judged.' : ''
      }`;
    case 'observed':
      return 'What the token endpoint does was observed, and nothing of it judged.';
    case 'inconclusive':
      if (preflight?.ok === false) return 'Nothing could be judged: the valid request does not work.';
      if (counts.error > 0) return 'The harness itself failed, so the result says nothing for certain.';
      if (scenarios.length === 0) return 'No scenario matches the selection: nothing was sent.';
      return partial
        ? 'Nothing failed, but only a part of the scenarios was judged.'
        : 'Nothing failed, but the valid request did not always work, so too much was left unjudged.';
  }
}

function tally({ counts, scenarios, notVerified, run }: Results): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.error, counts.error === 1 ? 'harness error' : 'harness errors'],
    [counts.fail, 'failed'],
    [counts.waived, 'waived'],
    [counts.warn, 'warned'],
    [counts.info, 'for information'],
    [counts.pass, 'passed'],
    [counts.notApplicable, 'not applicable'],
    [notVerified.length, 'NOT VERIFIED'],
  ];
  const judged = scenarios.filter(({ outcome }) => outcome !== 'inconclusive').length;
  const scope =
    judged === scenarios.length
      ? counted(scenarios.length, 'scenario')
      : `${judged} of ${counted(scenarios.length, 'scenario')}`;
  const checks = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${scope}, ${counted(run.requests, 'request')}. Checks: ${checks.join(', ') || 'none'}.`;
}

/** What is named beyond these is counted, unless all is to be told. */
const namedScenarios = 3;
const fullFindings = 10;

/** A longer command fills the screen; the report has it. Characters. */
const longestCommand = 1600;

interface Context {
  readonly requirements: ReadonlyMap<string, RequirementResult>;
  readonly curls: ReadonlyMap<string, string>;
  /** What a command has to say besides, where the target is one of several. */
  readonly ofTarget: string;
  readonly verbose: boolean;
}

const named = ({ verbose }: Pick<Context, 'verbose'>, number: number): number =>
  verbose ? Number.POSITIVE_INFINITY : number;

function writeFinding(page: Page, number: number, finding: Finding, remedy: string, context: Context): void {
  const { first, places } = finding;
  const scenarios = [...new Set(places.map(({ scenario }) => scenario))];
  const otherAnswers = new Set(places.map(({ actual }) => actual)).size - 1;
  const entry = context.requirements.get(first.requirements[0] ?? '');
  const margin = `${String(number).padStart(2)}. `;
  const indent = ' '.repeat(margin.length);
  page.text(margin, entry?.sentence ?? first.message, page.colors.bold);
  page.row(
    indent,
    'rule',
    [first.requirements.join(', '), first.level && `(${first.level})`].filter(Boolean).join(' '),
  );
  page.row(indent, 'source', entry && sourceName(entry));
  page.verbatim(indent, '', entry?.link);
  page.row(indent, 'check', first.check);
  page.row(indent, 'expected', first.expected);
  page.row(
    indent,
    'actual',
    first.actual &&
      (otherAnswers > 0
        ? `${first.actual} (${counted(otherAnswers, 'other answer')} elsewhere)`
        : first.actual),
  );
  page.verbatim(indent, 'document', first.location && locationText(first.location));
  page.row(indent, 'flaky', first.flaky && describeFlaky(first.flaky));
  page.row(indent, 'where', someOf(scenarios, named(context, namedScenarios)));
  page.row(indent, 'known', first.known && knownText(first.known));
  page.verbatim(indent, '', first.known?.source);
  page.row(indent, 'do', remedy);
  page.verbatim(indent, 'again', `npx token-conformance replay ${first.scenario}${context.ofTarget}`);
  const curl = context.curls.get(first.exchange ?? '');
  if (curl !== undefined && (curl.length <= longestCommand || context.verbose))
    page.command(indent, 'try', curl);
  else if (curl !== undefined) page.row(indent, 'try', 'a command too long for a terminal: see the report');
  page.line();
}

/** The rule, what came instead, and where: for what stands in full elsewhere. */
function writeShort(page: Page, number: number, { first, places }: Finding, context: Context): void {
  const entry = context.requirements.get(first.requirements[0] ?? '');
  const margin = `${String(number).padStart(2)}. `;
  page.text(margin, entry?.sentence ?? first.message);
  const where = new Set(places.map(({ scenario }) => scenario)).size;
  page.text(
    ' '.repeat(margin.length),
    [first.actual, first.check, where > 1 ? `${first.scenario} and ${where - 1} more` : first.scenario]
      .filter(Boolean)
      .join(' · '),
    page.colors.dim,
  );
}

function writeFailures(page: Page, results: readonly Result[], context: Context): void {
  const most = named(context, fullFindings);
  let number = 0;
  for (const { cause, title, remedy } of causes) {
    const found = findingsOf(results, 'fail', cause);
    if (found.length === 0) continue;
    const known = found.filter(({ first }) => first.known).length;
    const share = known === 0 ? '' : `, ${known === found.length ? 'all' : known} of them known`;
    page.heading(page.colors.red(`${title}: ${counted(found.length, 'deviation')}${share}`));
    for (const one of found)
      if (++number <= most) writeFinding(page, number, one, remedy, context);
      else writeShort(page, number, one, context);
  }
  if (number <= most) return;
  page.line();
  page.text('', `From ${most + 1} on in short: the report has all of them in full, and so has --verbose.`);
}

/** Waived deviations and warnings: a line or two each. */
function writeBriefly(page: Page, title: string, found: readonly Finding[]): void {
  if (found.length === 0) return;
  page.heading(page.colors.yellow(title));
  for (const { first, places } of found) {
    const scenarios = [...new Set(places.map(({ scenario }) => scenario))];
    page.text('  - ', first.message);
    if (first.known) page.text('    ', knownText(first.known));
    if (first.waiver)
      page.text('    ', `${first.waiver.owner}, until ${first.waiver.expires}: ${first.waiver.reason}`);
    page.text(
      '    ',
      [
        first.actual,
        first.location && locationText(first.location),
        someOf(scenarios, 1),
        first.requirements[0],
      ]
        .filter(Boolean)
        .join(' · '),
      page.colors.dim,
    );
  }
}

/** Whatever they count as: a server that cannot be relied on is worth a look of its own. */
function writeFlaky(page: Page, results: readonly Result[]): void {
  const flaky = results.filter((result) => result.flaky !== undefined);
  if (flaky.length === 0) return;
  page.heading(page.colors.yellow(`FLAKY: ${counted(flaky.length, 'verdict')} not the same each time`));
  for (const result of flaky) {
    page.text('  - ', result.message);
    page.text(
      '    ',
      [result.flaky && describeFlaky(result.flaky), result.scenario, result.check].join(' · '),
      page.colors.dim,
    );
  }
}

function writeErrors(page: Page, results: readonly Result[]): void {
  const errors = results.filter(({ outcome }) => outcome === 'error');
  if (errors.length === 0) return;
  page.heading(page.colors.red(`THE HARNESS failed: ${counted(errors.length, 'error')}`));
  for (const [message, group] of grouped(errors, (error) => error.message)) {
    page.text('  - ', message);
    const scenarios = group.map(({ scenario }) => scenario).filter(Boolean);
    if (scenarios.length > 0) page.text('    ', someOf(scenarios, namedScenarios), page.colors.dim);
  }
  page.line();
  page.text('  ', 'This is not a finding about the target. Please report it with results.json.');
}

function writeStaleWaivers(page: Page, stale: readonly StaleWaiver[]): void {
  if (stale.length === 0) return;
  page.heading(page.colors.red(`STALE WAIVERS fail the run: ${stale.length}`));
  for (const { waiver, why } of stale) {
    const place = waiver.line === undefined ? '' : ` (line ${waiver.line})`;
    page.text('  - ', `${waiverName(waiver)}${place}: ${why}`);
    page.text('    ', `Ask ${waiver.owner}, and remove it or give it another end.`);
  }
}

function writeNotVerified(page: Page, notVerified: readonly NotVerified[], context: Context): void {
  if (notVerified.length === 0) return;
  page.heading(page.colors.yellow(`NOT VERIFIED: ${notVerified.length}`));
  for (const [reason, group] of grouped(notVerified, (entry) => entry.reason)) {
    const scenarios = [...new Set(group.map(({ scenario }) => scenario))];
    page.text('  - ', reason);
    page.text(
      '    ',
      `${group.length}: ${someOf(scenarios, named(context, namedScenarios))}`,
      page.colors.dim,
    );
  }
}

/** Verdict, tally, what breaks it in a line or two each, and where the reports are. */
function quietSummary(page: Page, results: Results, reports: readonly string[]): string {
  page.text('', tally(results));
  const context: Context = {
    requirements: new Map(results.requirements.map((entry) => [entry.id, entry])),
    curls: new Map(),
    ofTarget: '',
    verbose: false,
  };
  writeErrors(page, results.results);
  let number = 0;
  for (const { cause, title } of causes) {
    const found = findingsOf(results.results, 'fail', cause);
    if (found.length > 0) page.heading(page.colors.red(`${title}: ${counted(found.length, 'deviation')}`));
    for (const one of found) writeShort(page, ++number, one, context);
  }
  writeStaleWaivers(page, results.staleWaivers);
  const [first] = reports;
  if (first !== undefined) {
    page.line();
    page.line(`Report: ${first}`);
  }
  return page.toString();
}

/**
 * The closing summary. Colours follow `color` alone, which the settings derive from NO_COLOR and the terminal.
 * A failed preflight shows its page and nothing else to read.
 */
export function summary(results: Results, options: SummaryOptions): string {
  const { color, width, reports, verbosity } = options;
  const colors = pc.createColors(color);
  const page = new Page(width, colors);
  const { verdict, target, preflight, counts } = results;
  const paint =
    verdict === 'incompatible' ? colors.red : verdict === 'inconclusive' ? colors.yellow : colors.green;

  if (verbosity !== 'quiet') page.line();
  page.line(paint(colors.bold(verdict.toUpperCase().replaceAll('-', ' '))));
  page.text('', headline(results));
  if (verbosity === 'quiet' && preflight?.ok !== false) return quietSummary(page, results, reports);
  page.line();
  page.row('', 'Target', [target.name, target.baseUrl].filter(Boolean).join(', '));
  page.row('', 'Contract', `${target.contract.title} ${target.contract.version}, ${target.contract.file}`);
  page.row('', 'Profile', `${target.profile}; seed ${results.run.seed}`);
  page.row('', 'Rules', `catalogue ${results.tool.requirementsRevision}`);
  if (preflight?.ok === false) {
    page.line();
    for (const line of preflight.page.split('\n')) page.line(forLog(line));
  } else {
    page.line();
    page.text('', tally(results));
    const context: Context = {
      requirements: new Map(results.requirements.map((entry) => [entry.id, entry])),
      curls: new Map(results.exchanges.map(({ id, curl }) => [id, curl])),
      ofTarget: target.name === undefined ? '' : ` --targets FILE --target ${target.name}`,
      verbose: verbosity === 'verbose',
    };
    writeErrors(page, results.results);
    writeFailures(page, results.results, context);
    writeStaleWaivers(page, results.staleWaivers);
    writeBriefly(page, 'WAIVED', findingsOf(results.results, 'waived'));
    writeBriefly(page, 'WARNINGS: recommended, not required', findingsOf(results.results, 'warn'));
    writeBriefly(
      page,
      'OBSERVED: a run that judges would find this broken',
      findingsOf(
        results.results.filter(({ observedAs }) => observedAs === 'fail'),
        'info',
      ),
    );
    writeBriefly(
      page,
      'OBSERVED: a run that judges would warn of this',
      findingsOf(
        results.results.filter(({ observedAs }) => observedAs === 'warn'),
        'info',
      ),
    );
    writeFlaky(page, results.results);
    writeNotVerified(page, results.notVerified, context);
    if (context.verbose) writeBriefly(page, 'FOR INFORMATION', findingsOf(results.results, 'info'));
    else if (counts.info > 0) {
      page.line();
      page.text('', `${counted(counts.info, 'observation')} for information: see the report.`);
    }
  }
  if (reports.length > 0) {
    page.heading('Reports');
    for (const report of reports) page.line(`  ${report}`);
  }
  page.line();
  return page.toString();
}
