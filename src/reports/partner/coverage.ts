/** Every requirement of the catalogue and what became of it; what was not judged comes with its reason. */

import { anchor, html, type Markup, table } from '../html/markup.js';
import { outcomeWords, wordOf } from '../html/outcome-words.js';
import type { RequirementResult, Results } from '../results.js';
import { sourceLink, sourceName } from '../source-link.js';
import { counted } from '../text.js';

function nameOf(entry: RequirementResult): Markup {
  const link = sourceLink(entry);
  return html`<span id="${anchor('requirement', entry.id)}">${
    link ? html`<a href="${link}" rel="noreferrer">${entry.id}</a>` : entry.id
  }</span>`;
}

function rowsOf(entries: readonly RequirementResult[]): [Markup, string, string, string, string][] {
  return entries.map((entry) => [
    nameOf(entry),
    entry.level,
    sourceName(entry),
    entry.sentence,
    entry.reason ?? wordOf(entry.outcome),
  ]);
}

function notVerifiedTable({ notVerified }: Results): Markup {
  if (notVerified.length === 0) return html`<p>Everything that was tried could be judged.</p>`;
  const reasons = new Map<string, string[]>();
  for (const { reason, scenario, check } of notVerified)
    reasons.set(reason, [
      ...(reasons.get(reason) ?? []),
      check === undefined ? scenario : `${scenario} (${check})`,
    ]);
  return table({
    prose: true,
    caption: 'Tried and not judged: no pass',
    columns: ['Reason', 'Number', 'Scenarios'],
    rows: [...reasons].map(([reason, places]) => [reason, places.length, places.join(', ')]),
  });
}

export function coverage(results: Results): Markup {
  const groups = outcomeWords
    .map((words) => ({
      ...words,
      entries: results.requirements.filter(({ outcome }) => outcome === words.outcome),
    }))
    .filter(({ entries }) => entries.length > 0);
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>
<h3 id="not-verified">Not verified</h3>
${notVerifiedTable(results)}
${groups.map(
  ({ outcome, word, legend, entries }) => html`<h3>${word}: ${counted(entries.length, 'requirement')}</h3>
<p>${legend}</p>
${table({
  prose: true,
  caption: `Requirements: ${word.toLowerCase()}`,
  columns: [
    'Requirement',
    'Level',
    'Source',
    'What it demands',
    outcome === 'pass' ? 'Outcome' : 'Outcome or reason',
  ],
  rows: rowsOf(entries),
})}`,
)}</section>`;
}
