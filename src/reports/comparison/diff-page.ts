/** Two runs in one page: what changed between them, verdict by verdict, and the evidence of what got worse. */
import { type Change, type ChangeKind, changeKinds } from '../../verdicts/compare.js';
import { document } from '../html/document.js';
import { chips, evidenceOf, exchangeOf, sentenceOf, sides } from '../html/evidence.js';
import { facts, html, type Markup, table } from '../html/markup.js';
import { wordOf } from '../html/outcome-words.js';
import { utc } from '../html/utc.js';
import type { Results } from '../results.js';
import { counted } from '../text.js';
import { changeTables, stateText } from './change-tables.js';
import { changeWords } from './change-words.js';
import { runFacts } from './run-facts.js';

/** One of the two. */
export interface Side {
  readonly results: Results;
  /** Address of its report, relative to the page; `undefined`: there is none beside the results. */
  readonly report: string | undefined;
}

/** Those of which the evidence is shown. */
const worse: readonly ChangeKind[] = ['newly-failing', 'changed-answer'];

function head(before: Side, after: Side, changes: readonly Change[]): Markup {
  const failing = changes.filter(({ kind }) => kind === 'newly-failing').length;
  const title =
    failing > 0
      ? `${failing} newly failing`
      : changes.length > 0
        ? 'Changed, nothing newly failing'
        : 'No change';
  const { verdict } = after.results;
  const was = before.results.verdict;
  return html`<header>
<p class="kicker">Comparison of two conformance runs</p>
<h1>${after.results.target.contract.title}</h1>
<p class="target">${after.results.target.baseUrl}</p>
<div class="verdict ${failing > 0 ? 'incompatible' : changes.length > 0 ? 'inconclusive' : 'compatible'}"><h2 id="verdict">${title}</h2>
<p>${counted(changes.length, 'change')}. Verdict of the run: ${(was === verdict ? verdict : `${was} → ${verdict}`).replaceAll('-', ' ')}.</p></div>
${facts(changeKinds.map((kind) => [changeWords[kind], changes.filter((change) => change.kind === kind).length]))}
</header>`;
}

function reportLink({ report }: Side): Markup | string {
  return report === undefined ? 'not beside the results' : html`<a href="${report}">its report</a>`;
}

function runs(before: Side, after: Side): Markup {
  const later = runFacts(after.results);
  const rows = Object.entries(runFacts(before.results)).map(
    ([fact, value]): [string, string, string, Markup | string] => [
      fact,
      value,
      later[fact] ?? '',
      later[fact] === value ? 'yes' : html`<strong>no</strong>`,
    ],
  );
  return html`<section aria-labelledby="runs"><h2 id="runs">The two runs</h2>
<p>Where the two are not alike, a change may come from that and not from the server. Times are not compared.</p>
${table({
  prose: true,
  caption: 'The two runs',
  columns: ['', 'Before', 'Now', 'Alike?'],
  rows: [
    ...rows,
    ['ended', utc(before.results.run.finishedAt), utc(after.results.run.finishedAt), ''],
    ['evidence', reportLink(before), reportLink(after), ''],
  ],
})}</section>`;
}

function article(change: Change, after: Results): Markup {
  const evidence = evidenceOf(after);
  const result = after.results.find(
    ({ check, scenario, outcome }) =>
      check === change.check && scenario === change.scenario && outcome === change.after?.outcome,
  );
  if (!result) return html``;
  return html`<article class="finding ${result.outcome}">
<h4><span class="mark ${result.outcome}">${wordOf(result.outcome)}</span> ${sentenceOf(result, evidence)}</h4>
${chips(result, evidence)}
${sides(['Before', stateText(change.before)], ['Now', stateText(change.after)])}
${facts([
  ['Check', html`<code>${change.check}</code>`],
  ['Scenario', html`<code>${change.scenario}</code>`],
  ['Expected', result.expected],
  ['Again', html`<code>npx token-conformance replay ${change.scenario} --seed ${after.run.seed}</code>`],
])}
${exchangeOf(result, evidence)}
</article>
`;
}

function changed(changes: readonly Change[], after: Results): Markup {
  const others = changeKinds.filter((kind) => !worse.includes(kind));
  return html`<section aria-labelledby="changes"><h2 id="changes">What changed</h2>
${changes.length === 0 ? html`<p>No verdict changed: ${counted(after.results.length, 'verdict')} compared.</p>` : ''}
${worse.map((kind) => {
  const found = changes.filter((change) => change.kind === kind);
  if (found.length === 0) return '';
  return html`<h3>${changeWords[kind]}: ${found.length}</h3>${found.map((change) => article(change, after))}`;
})}
${changeTables(changes, others)}</section>`;
}

/** The whole page. */
export function diffPage(before: Side, after: Side, changes: readonly Change[]): Promise<string> {
  return document({
    title: `Comparison: ${after.results.target.contract.title}`,
    skipTo: ['changes', 'To the changes'],
    header: head(before, after, changes),
    parts: [
      ['runs', 'The two runs'],
      ['changes', 'What changed'],
    ],
    main: html`${runs(before, after)}
${changed(changes, after.results)}`,
    tool: after.results.tool,
  });
}
