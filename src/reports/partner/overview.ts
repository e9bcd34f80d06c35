/** The whole at a glance: every requirement is one square, in a row with those of its source. */

import { anchor, html, type Markup, table } from '../html/markup.js';
import { markOf, outcomeWords, wordOf } from '../html/outcome-words.js';
import type { RequirementResult, Results } from '../results.js';

/** Sources with fewer requirements share a row. */
const smallest = 4;

const rank = new Map(outcomeWords.map(({ outcome }, index) => [outcome, index]));

function groupsOf(requirements: readonly RequirementResult[]): [string, RequirementResult[]][] {
  const groups = new Map<string, RequirementResult[]>();
  for (const entry of requirements)
    groups.set(entry.document, [...(groups.get(entry.document) ?? []), entry]);
  const large = [...groups].filter(([, entries]) => entries.length >= smallest);
  const others = [...groups].flatMap(([, entries]) => (entries.length < smallest ? entries : []));
  large.sort(([, a], [, b]) => b.length - a.length);
  return others.length > 0 ? [...large, ['Other sources', others]] : large;
}

function square({ id, outcome }: RequirementResult): Markup {
  return html`<a class="${outcome}" href="#${anchor('requirement', id)}" title="${id}: ${wordOf(outcome)}" tabindex="-1">${markOf(outcome)}</a>`;
}

function row([name, entries]: [string, RequirementResult[]]): Markup {
  const sorted = [...entries].sort((a, b) => (rank.get(a.outcome) ?? 0) - (rank.get(b.outcome) ?? 0));
  const judged = entries.filter(
    ({ outcome }) => outcome !== 'not-applicable' && outcome !== 'untested',
  ).length;
  return html`<div class="row"><span class="source">${name}</span><span class="squares">${sorted.map(square)}</span><span class="share">${judged} of ${entries.length}</span></div>
`;
}

export function overview({ requirements }: Results): Markup {
  const groups = groupsOf(requirements);
  const used = outcomeWords.filter(({ outcome }) => requirements.some((entry) => entry.outcome === outcome));
  return html`<section aria-labelledby="overview"><h2 id="overview">At a glance</h2>
<p>Each square is one requirement of the catalogue, in the row of its source; the number is how many of them were judged.
The same figures stand in the table below the picture.</p>
<div class="picture" aria-hidden="true">${groups.map(row)}</div>
<dl class="legend">${used.map(
    ({ outcome, word, mark, legend }) =>
      html`<div><dt><span class="mark ${outcome}" aria-hidden="true">${mark}</span> ${word}</dt><dd>${legend}</dd></div>`,
  )}</dl>
${table({
  caption: 'Requirements by source and outcome',
  columns: ['Source', ...used.map(({ word }) => word)],
  rows: groups.map(([name, entries]) => [
    name,
    ...used.map(({ outcome }) => entries.filter((entry) => entry.outcome === outcome).length),
  ]),
})}</section>`;
}
