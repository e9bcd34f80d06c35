/** The head of the report: which target, which verdict, how much of it was verified, and by what. */

import { facts, html, type Markup, table } from '../html/markup.js';
import { outcomeWords } from '../html/outcome-words.js';
import { utc } from '../html/utc.js';
import type { Results } from '../results.js';

/** How long a report may be relied on; servers change. Days. */
const validity = 90;

const verdictWords: Readonly<Record<Results['verdict'], { readonly title: string; readonly text: string }>> =
  {
    compatible: {
      title: 'Compatible',
      text: 'The token endpoint keeps its contract and the standards, as far as they were tested.',
    },
    'compatible-with-deviations': {
      title: 'Compatible with deviations',
      text: 'The token endpoint deviates only where a waiver accepts it.',
    },
    incompatible: {
      title: 'Not compatible',
      text: 'The token endpoint breaks its contract or a requirement of the standards.',
    },
    inconclusive: {
      title: 'Inconclusive',
      text: 'Nothing certain can be said: too much could not be judged.',
    },
    observed: {
      title: 'Observed',
      text: 'What the token endpoint does is told here, and nothing of it was judged.',
    },
  };

function validUntil(finishedAt: string): string {
  return new Date(Date.parse(finishedAt) + validity * 24 * 3_600_000).toISOString().slice(0, 10);
}

/** Rows of counts: how many entries of each row have each outcome. Columns without any entry are left out. */
function countTable(
  caption: string,
  rowName: string,
  entries: readonly { readonly row: string; readonly outcome: string }[],
): Markup {
  const rows = [...new Set(entries.map(({ row }) => row))];
  const columns = outcomeWords.filter(({ outcome }) => entries.some((entry) => entry.outcome === outcome));
  return table({
    caption,
    columns: [rowName, ...columns.map(({ word }) => word)],
    rows: rows.map((row) => [
      row,
      ...columns.map(
        ({ outcome }) => entries.filter((entry) => entry.row === row && entry.outcome === outcome).length,
      ),
    ]),
  });
}

const levelOrder = ['MUST', 'MUST NOT', 'CONTRACT', 'SHOULD', 'SHOULD NOT', 'OWASP', 'BCP', 'MAY'];

export function header(results: Results): Markup {
  const { target, run, tool, verdict, notVerified, partial } = results;
  const { title, text } = verdictWords[verdict];
  const levels = results.results
    .filter(({ level }) => level !== '')
    .map(({ level, outcome }) => ({ row: level, outcome }))
    .sort((a, b) => levelOrder.indexOf(a.row) - levelOrder.indexOf(b.row));
  const untested = results.requirements.filter(({ outcome }) => outcome === 'untested').length;
  const families = results.scenarios.map(({ family, outcome }) => ({ row: family, outcome }));
  return html`<header>
<p class="kicker">Conformance report of an OAuth 2.0 token endpoint</p>
<h1>${target.contract.title}</h1>
<p class="target">${target.baseUrl}</p>
<div class="verdict ${verdict}"><h2 id="verdict">${title}</h2>
<p>${text}${run.aborted ? ' The run was ended from outside before it wrote what it had found.' : partial ? ' Only a part of the scenarios was judged.' : ''}</p>
<p class="unverified">${
    notVerified.length === 0
      ? 'Nothing was left unverified of what was tried.'
      : html`<strong>${notVerified.length} not verified</strong>: tried, and not judged. See <a href="#not-verified">what and why</a>.`
  } ${untested === 0 ? '' : html`<a href="#coverage">${untested} of ${results.requirements.length} requirements</a> were not tested.`}</p></div>
${facts([
  ['Name', target.name],
  ['Contract', `${target.contract.file}, version ${target.contract.version}`],
  ['Contract SHA-256', html`<code>${target.contract.sha256}</code>`],
  ['Profile', target.profile],
  ['Judged', `${utc(run.startedAt)} to ${utc(run.finishedAt)}`],
  ['Valid until', `${validUntil(run.finishedAt)}, or until the server or its contract changes`],
  ['Sent', `${run.requests} requests in ${results.scenarios.length} scenarios`],
  ['Requirement catalogue', html`<code>${tool.requirementsRevision}</code>`],
  ['Tool', `${tool.name} ${tool.version}`],
  ['Seed', String(run.seed)],
  ['Run', html`<code>${run.id}</code>`],
])}
<div class="tables">${countTable('Verdicts by level of the requirement', 'Level', levels)}
${countTable('Scenarios by family', 'Family', families)}</div>
</header>`;
}
