/**
 * `conformance.html`: one file that a partner reads, prints, signs and sends. It needs no script, loads nothing,
 * and runs nothing but its own script: all else is forbidden by its content policy. Reads results, judges nothing.
 */
import { document } from '../html/document.js';
import { evidenceOf } from '../html/evidence.js';
import { html, type Markup, table } from '../html/markup.js';
import type { Results } from '../results.js';
import type { PreflightOutcome } from '../run-info.js';
import { assumptions } from './assumptions.js';
import { changes } from './changes.js';
import { reproduce, signOff } from './closing.js';
import { coverage } from './coverage.js';
import { deviations } from './deviations.js';
import { header } from './header.js';
import { overview } from './overview.js';
import { script } from './script.js';
import { waivers } from './waivers.js';

const sections: readonly (readonly [fragment: string, title: string])[] = [
  ['overview', 'At a glance'],
  ['preflight', 'Preflight'],
  ['assumed', 'Assumed about the contract'],
  ['deviations', 'Deviations'],
  ['waivers', 'Waivers'],
  ['coverage', 'Coverage'],
  ['changes', 'Since the last report'],
  ['reproduce', 'How to reproduce'],
  ['sign', 'Sign-off'],
];

function preflight(outcome: PreflightOutcome | undefined): Markup {
  const words = { ok: 'ok', failed: 'failed', skipped: 'not reached' } as const;
  return html`<section aria-labelledby="preflight"><h2 id="preflight">Preflight</h2>
${
  outcome === undefined
    ? html`<p>None was made.</p>`
    : html`<p>${outcome.ok ? 'The valid request works.' : 'The valid request does not work, so nothing else was sent.'}</p>
${table({
  prose: true,
  caption: 'What was looked at before anything was judged',
  columns: ['Step', 'Outcome', 'Seen', 'Likely mistake', 'What to change'],
  rows: outcome.steps.map(({ name, outcome: ended, seen, likely, change }) => [
    name,
    words[ended],
    seen,
    likely ?? '',
    change ?? '',
  ]),
})}`
}</section>`;
}

/** The whole page. @param since results of an earlier run, to tell what changed */
export async function partnerReport(results: Results, since?: Results): Promise<string> {
  const evidence = evidenceOf(results);
  return document({
    title: `${results.target.contract.title}: ${results.verdict.replaceAll('-', ' ')}`,
    skipTo: ['deviations', 'To the deviations'],
    header: header(results),
    parts: sections,
    main: html`${overview(results)}
${preflight(results.preflight)}
${assumptions(results)}
${deviations(results, evidence)}
${waivers(results)}
${coverage(results)}
${changes(results, since)}
${reproduce(results)}
${signOff()}`,
    tool: results.tool,
    script,
  });
}
