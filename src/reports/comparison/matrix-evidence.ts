/** What one run of a matrix found, short: the whole is in its own report. */
import { type Finding, findingsOf } from '../findings.js';
import { chips, type Evidence, evidenceOf, exchangeOf, sentenceOf, sides } from '../html/evidence.js';
import { anchor, facts, html, type Markup, table } from '../html/markup.js';
import { wordOf } from '../html/outcome-words.js';
import { counted, someOf } from '../text.js';
import { type Column, findingAnchor } from './column.js';
import { completeness } from './run-facts.js';

const shown = ['error', 'fail', 'waived', 'warn', 'info'] as const;

const namedPlaces = 5;

function article(column: Column, { first, places }: Finding, evidence: Evidence, id: string): Markup {
  const scenarios = [...new Set(places.map(({ scenario }) => scenario))];
  return html`<article class="finding ${first.outcome}" id="${id}">
<h4><span class="mark ${first.outcome}">${column.letter}: ${wordOf(first.outcome)}</span> ${sentenceOf(first, evidence)}</h4>
${chips(first, evidence)}
${sides(['Expected', first.expected ?? first.message], ['Actual', first.actual ?? first.message])}
${facts([
  ['Check', html`<code>${first.check}</code>`],
  ['Seen in', someOf(scenarios, namedPlaces)],
  ['Likely cause', first.cause],
  ['Waiver', first.waiver && `${first.waiver.owner}, until ${first.waiver.expires}: ${first.waiver.reason}`],
])}
<details><summary>Request, response and curl</summary>${exchangeOf(first, evidence) || html`<p>Nothing was sent.</p>`}</details>
</article>
`;
}

function notVerified({ results }: Column): Markup | '' {
  if (results.notVerified.length === 0) return '';
  const reasons = new Map<string, number>();
  for (const { reason } of results.notVerified) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return table({
    prose: true,
    caption: 'Tried and not judged: no pass',
    columns: ['Reason', 'Number'],
    rows: [...reasons].map(([reason, number]) => [reason, number]),
  });
}

/** One part of the page, for the run of that column. */
export function evidenceSection(column: Column): Markup {
  const { letter, results, report } = column;
  const evidence = evidenceOf(results);
  const names = new Set<string>();
  const articles = shown.flatMap((outcome) =>
    findingsOf(results.results, outcome).flatMap((finding) => {
      const id = findingAnchor(column, outcome, finding.first.check);
      // The same check may accuse the server and the document: the second one has no name of its own.
      const name = names.has(id) ? `${id}-${names.size}` : id;
      names.add(name);
      return article(column, finding, evidence, name);
    }),
  );
  const { verdict, target, notVerified: open } = results;
  return html`<h3 id="${anchor('run', letter)}">${letter}: ${target.baseUrl}</h3>
${facts([
  ['Verdict', verdict.replaceAll('-', ' ')],
  ['Complete?', completeness(results)],
  ['Not verified', open.length === 0 ? 'nothing' : String(open.length)],
  ['Report', report && html`<a href="${report}">all of it</a>`],
])}
${articles.length === 0 ? html`<p>${results.run.aborted ? 'The run was ended before it found anything broken.' : `Nothing was found broken in ${counted(results.scenarios.length, 'scenario')}.`}</p>` : articles}
${notVerified(column)}`;
}
