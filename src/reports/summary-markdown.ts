/** `summary.md`: the run in one screen of Markdown, for job summaries and pull requests. */
import { locationText } from '../verdicts/location.js';
import { causes, type Finding, findingsOf, knownText } from './findings.js';
import type { Results } from './results.js';
import { sourceLink, sourceName } from './source-link.js';
import { counted, forLog } from './text.js';

/** More findings than this are counted, not listed: job summaries have a size limit. */
const listed = 25;

/** Text from outside in a table cell: no markup, no mention, no link and no line end of its own. */
function cell(text: string): string {
  return (
    forLog(text)
      .replace(/[&\\`*_{}[\]<>()#+!|~]/g, (character) => `&#${character.codePointAt(0)};`)
      .replace(/:\/\//g, '&#58;//')
      .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
      // Mentions and addresses are looked for in what was rendered: a reference would not keep them apart.
      .replaceAll('@', '@<!-- -->')
  );
}

const words: Readonly<Record<Results['verdict'], string>> = {
  compatible: '✅ Compatible',
  'compatible-with-deviations': '☑️ Compatible with deviations (waived)',
  incompatible: '❌ Not compatible',
  inconclusive: '⚠️ Inconclusive',
  observed: '👁️ Observed, not judged',
};

function row(finding: Finding, results: Results): string {
  const { first, places } = finding;
  const entry = results.requirements.find(({ id }) => id === first.requirements[0]);
  const link = entry && sourceLink(entry);
  const name = entry === undefined ? '' : cell(sourceName(entry));
  const source = link === undefined ? name : `[${name}](<${link}>)`;
  const where = new Set(places.map(({ scenario }) => scenario)).size;
  return [
    '',
    `${cell(entry?.sentence ?? first.message)} <br><code>${cell(first.check)}</code> ${source}`,
    cell(first.expected ?? ''),
    cell(
      [first.actual ?? first.message, ...(first.location ? [locationText(first.location)] : [])].join(' at '),
    ),
    [
      first.cause ?? '',
      counted(where, 'scenario'),
      ...(first.known ? [cell(knownText(first.known))] : []),
    ].join(' <br>'),
    '',
  ].join(' | ');
}

function findingsTable(title: string, found: readonly Finding[], results: Results): string[] {
  if (found.length === 0) return [];
  const more = found.length - listed;
  return [
    `### ${title}: ${found.length}`,
    '',
    '| Requirement | Expected | Actual | Cause |',
    '| --- | --- | --- | --- |',
    ...found.slice(0, listed).map((finding) => row(finding, results).trim()),
    ...(more > 0 ? ['', `and ${more} more, see the report.`] : []),
    '',
  ];
}

function notVerifiedLines({ notVerified }: Results): string[] {
  if (notVerified.length === 0) return [];
  const reasons = new Map<string, number>();
  for (const { reason } of notVerified) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [
    `### Not verified: ${notVerified.length}`,
    '',
    'What was not judged is no pass.',
    '',
    ...[...reasons].map(([reason, number]) => `- ${number}: ${cell(reason)}`),
    '',
  ];
}

/** Markdown; everything that stems from the target is neutralised. */
export function summaryMarkdown(results: Results): string {
  const { verdict, target, counts, run, scenarios, partial, preflight, staleWaivers, tool } = results;
  const assumed = target.contract.assumptions?.length ?? 0;
  const failures = causes.flatMap(({ cause }) => findingsOf(results.results, 'fail', cause));
  return [
    `## ${words[verdict]}: ${cell([target.name, target.contract.title].filter(Boolean).join(', '))}`,
    '',
    `${cell(target.baseUrl)} · profile ${cell(target.profile)} · contract \`${target.contract.sha256.slice(0, 12)}\` · catalogue \`${tool.requirementsRevision}\` · seed ${run.seed}`,
    '',
    ...(assumed > 0 ? [`Assumed, because the document leaves it open: ${assumed}, see the report.`, ''] : []),
    ...(run.aborted ? ['**The run was ended from outside before it wrote what it had found.**', ''] : []),
    ...(partial ? ['**Only a part of the scenarios was judged.**', ''] : []),
    ...(preflight?.ok === false
      ? [
          'The valid request does not work, so nothing else was sent:',
          '',
          ...preflight.page.split('\n').map((line) => `    ${forLog(line)}`),
          '',
        ]
      : []),
    '| failed | waived | warnings | passed | not verified | harness errors | scenarios | requests |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    `| ${counts.fail} | ${counts.waived} | ${counts.warn} | ${counts.pass} | ${results.notVerified.length} | ${counts.error} | ${scenarios.length} | ${run.requests} |`,
    '',
    ...findingsTable('Broken', failures, results),
    ...(staleWaivers.length > 0
      ? [
          `### Stale waivers fail the run: ${staleWaivers.length}`,
          '',
          ...staleWaivers.map(
            ({ waiver, why }) =>
              `- ${cell(`${waiver.check ?? waiver.requirement}: ${why} (${waiver.owner})`)}`,
          ),
          '',
        ]
      : []),
    ...findingsTable('Recommendations not followed', findingsOf(results.results, 'warn'), results),
    ...notVerifiedLines(results),
  ].join('\n');
}
