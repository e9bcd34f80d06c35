/**
 * Many runs side by side in one page, targets or versions: every requirement in a row, every run in a column, each cell
 * linked to its evidence. Reads results, judges nothing.
 */
import { findingsOf } from '../findings.js';
import { document } from '../html/document.js';
import { anchor, html, type Markup, table } from '../html/markup.js';
import { markOf, outcomeWords, type ShownOutcome, wordOf } from '../html/outcome-words.js';
import { utc } from '../html/utc.js';
import type { RequirementResult } from '../results.js';
import { sourceLink } from '../source-link.js';
import { counted } from '../text.js';
import { type Column, findingAnchor } from './column.js';
import { evidenceSection } from './matrix-evidence.js';
import { completeness } from './run-facts.js';

/** A requirement and what became of it in each run; `undefined`: that run's catalogue does not have it. */
interface Row {
  readonly entry: RequirementResult;
  readonly of: readonly (RequirementResult | undefined)[];
}

/** In the order of the catalogues, the first run's first. */
function rowsOf(columns: readonly Column[]): Row[] {
  const indexes = columns.map(
    ({ results }) => new Map(results.requirements.map((entry) => [entry.id, entry])),
  );
  const all = new Map<string, RequirementResult>();
  for (const index of indexes) for (const [id, entry] of index) if (!all.has(id)) all.set(id, entry);
  return [...all.values()].map((entry) => ({ entry, of: indexes.map((index) => index.get(entry.id)) }));
}

/** What was found of each requirement: built once for a run. */
function anchorsOf(column: Column): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  for (const { outcome } of outcomeWords) {
    if (
      outcome === 'untested' ||
      outcome === 'pass' ||
      outcome === 'inconclusive' ||
      outcome === 'not-applicable'
    )
      continue;
    for (const { first } of findingsOf(column.results.results, outcome))
      for (const id of first.requirements) {
        const key = `${outcome} ${id}`;
        if (!anchors.has(key)) anchors.set(key, findingAnchor(column, outcome, first.check));
      }
  }
  return anchors;
}

interface Linked {
  readonly column: Column;
  readonly anchors: ReadonlyMap<string, string>;
}

const pill = (outcome: ShownOutcome, text: string): Markup =>
  html`<span class="mark ${outcome}">${markOf(outcome)} ${text}</span>`;

function addressOf({ column, anchors }: Linked, { id, outcome }: RequirementResult): string | undefined {
  const found = anchors.get(`${outcome} ${id}`);
  if (found !== undefined) return `#${found}`;
  if (column.report !== undefined) return `${column.report}#${anchor('requirement', id)}`;
  return outcome === 'inconclusive' ? `#${anchor('run', column.letter)}` : undefined;
}

function cell(linked: Linked, entry: RequirementResult | undefined): Markup {
  if (!entry) return html`<span class="absent">not in its catalogue</span>`;
  const shown = pill(entry.outcome, wordOf(entry.outcome));
  const address = addressOf(linked, entry);
  return address === undefined ? shown : html`<a class="cell" href="${address}">${shown}</a>`;
}

/** Its name, or host and port: enough to know which column it is. */
function nameOf({ results }: Column): string {
  const { name, baseUrl } = results.target;
  if (name !== undefined) return name;
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

const columnHeads = (columns: readonly Column[]): Markup[] =>
  columns.map((column) => html`${column.letter}<br><small>${nameOf(column)}</small>`);

function requirementTable(caption: string, rows: readonly Row[], linked: readonly Linked[]): Markup {
  return table({
    prose: true,
    caption,
    columns: ['Requirement', 'Level', ...columnHeads(linked.map(({ column }) => column))],
    rows: rows.map(({ entry, of }) => {
      const link = sourceLink(entry);
      const name = link ? html`<a href="${link}" rel="noreferrer">${entry.id}</a>` : entry.id;
      return [
        html`${name}<br>${entry.sentence}`,
        entry.level,
        ...linked.map((one, index) => cell(one, of[index])),
      ];
    }),
  });
}

const outcomesOf = ({ of }: Row): Set<string> => new Set(of.map((entry) => entry?.outcome ?? 'absent'));

const rank = new Map(outcomeWords.map(({ outcome }, index) => [outcome, index]));

/** Small for what needs attention. */
const worstRank = ({ of }: Row): number =>
  Math.min(...of.flatMap((entry) => (entry ? [rank.get(entry.outcome) ?? 0] : [])));

function groupsOf(rows: readonly Row[]): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.entry.document, [...(groups.get(row.entry.document) ?? []), row]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** How many of a group have each outcome, the ones that need attention first. */
function tally(rows: readonly Row[], index: number): Markup {
  const counts = outcomeWords.flatMap(({ outcome }) => {
    const number = rows.filter(({ of }) => of[index]?.outcome === outcome).length;
    return number > 0 ? [html`<li>${pill(outcome, String(number))}</li>`] : [];
  });
  return html`<ul class="tally">${counts}</ul>`;
}

function overview(rows: readonly Row[], columns: readonly Column[]): Markup {
  const used = outcomeWords.filter(({ outcome }) =>
    rows.some(({ of }) => of.some((entry) => entry?.outcome === outcome)),
  );
  return html`<section aria-labelledby="overview"><h2 id="overview">At a glance</h2>
<p>Each row is a source of requirements, each column a run; the numbers say how many requirements have which outcome.</p>
${table({
  prose: true,
  caption: 'Requirements by source and run',
  columns: ['Source', ...columnHeads(columns)],
  rows: groupsOf(rows).map(([name, group]) => [
    html`${name} (${group.length})`,
    ...columns.map((_, index) => tally(group, index)),
  ]),
})}
<dl class="legend">${used.map(
    ({ outcome, word, legend }) => html`<div><dt>${pill(outcome, word)}</dt><dd>${legend}</dd></div>`,
  )}</dl></section>`;
}

function verdictWord({ results: { verdict } }: Column): Markup {
  return html`<span class="verdict-word ${verdict}">${verdict.replaceAll('-', ' ')}</span>`;
}

function runs(columns: readonly Column[]): Markup {
  const facts: readonly (readonly [string, (column: Column) => Markup | string])[] = [
    ['Verdict', verdictWord],
    ['Complete?', ({ results }) => completeness(results)],
    ['Broken', ({ results }) => String(results.counts.fail)],
    ['Not verified', ({ results }) => String(results.notVerified.length)],
    ['Target', ({ results }) => results.target.baseUrl],
    ['Profile', ({ results }) => results.target.profile],
    ['Contract', ({ results: { target } }) => `${target.contract.title} ${target.contract.version}`],
    [
      'Contract SHA-256',
      ({ results: { target } }) => html`<code>${target.contract.sha256.slice(0, 12)}…</code>`,
    ],
    ['Ended', ({ results }) => utc(results.run.finishedAt)],
    ['Catalogue', ({ results }) => html`<code>${results.tool.requirementsRevision}</code>`],
    ['Tool', ({ results: { tool } }) => `${tool.name} ${tool.version}`],
    ['File', ({ file }) => file],
    ['Evidence', ({ letter }) => html`<a href="#${anchor('run', letter)}">below</a>`],
    [
      'Report',
      ({ report }) =>
        report === undefined ? 'not beside the file' : html`<a href="${report}">its report</a>`,
    ],
  ];
  return html`<section aria-labelledby="runs"><h2 id="runs">The runs</h2>
${table({
  prose: true,
  caption: 'The runs',
  columns: ['Run', ...columnHeads(columns)],
  rows: facts.map(([name, of]) => [name, ...columns.map(of)]),
})}</section>`;
}

function differences(rows: readonly Row[], linked: readonly Linked[]): Markup {
  const differing = rows
    .filter((row) => outcomesOf(row).size > 1)
    .sort((a, b) => worstRank(a) - worstRank(b));
  return html`<section aria-labelledby="differences"><h2 id="differences">Where they differ</h2>
${
  differing.length === 0
    ? html`<p>${linked.length === 1 ? 'There is one run only.' : 'Nowhere: every requirement has the same outcome in all of them.'}</p>`
    : requirementTable(`Requirements with different outcomes: ${differing.length}`, differing, linked)
}</section>`;
}

/**
 * The whole page.
 * @param columns at least one
 * @param absent names of targets of which there are no results, and why
 */
export function matrixPage(
  columns: readonly Column[],
  absent: readonly { readonly name: string; readonly why: string }[] = [],
): Promise<string> {
  const rows = rowsOf(columns);
  const linked = columns.map((column) => ({ column, anchors: anchorsOf(column) }));
  const [first] = columns;
  const cut = columns.filter(({ results }) => results.partial || results.run.aborted);
  return document({
    title: `Conformance matrix: ${counted(columns.length, 'run')}`,
    skipTo: ['differences', 'To the differences'],
    header: html`<header><p class="kicker">Conformance of OAuth 2.0 token endpoints, side by side</p>
<h1>${counted(columns.length, 'run')}, ${counted(rows.length, 'requirement')}</h1>
${cut.length > 0 ? html`<p><strong>Not complete: ${cut.map(({ letter }) => letter).join(', ')}.</strong> What was not judged there is no pass.</p>` : ''}${
  absent.length > 0
    ? html`<p><strong>Without results: ${absent.map(({ name, why }) => `${name} (${why})`).join(', ')}.</strong></p>`
    : ''
}</header>`,
    parts: [
      ['runs', 'The runs'],
      ['overview', 'At a glance'],
      ['differences', 'Where they differ'],
      ['all', 'All requirements'],
      ['evidence', 'Evidence'],
    ],
    main: html`${runs(columns)}
${overview(rows, columns)}
${differences(rows, linked)}
<section aria-labelledby="all"><h2 id="all">All requirements</h2>
${groupsOf(rows).map(
  ([name, group]) =>
    html`<h3>${name}</h3>${requirementTable(`${name}: ${counted(group.length, 'requirement')}`, group, linked)}`,
)}</section>
<section aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
${columns.map(evidenceSection)}</section>`,
    tool: first?.results.tool ?? { name: 'token-conformance', version: '' },
  });
}
