/**
 * `conformance.html`: one file that a partner reads, prints, signs and sends. It needs no script, loads nothing,
 * and runs nothing but its own script: all else is forbidden by its content policy. Reads results, judges nothing.
 */
import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Results } from '../results.js';
import type { PreflightOutcome } from '../run-info.js';
import { changes } from './changes.js';
import { reproduce, signOff } from './closing.js';
import { coverage } from './coverage.js';
import { deviations, type Evidence } from './deviations.js';
import { header } from './header.js';
import { html, type Markup, table } from './markup.js';
import { overview } from './overview.js';
import { script } from './script.js';
import { style } from './style.js';
import { waivers } from './waivers.js';

const sections: readonly (readonly [fragment: string, title: string])[] = [
  ['overview', 'At a glance'],
  ['preflight', 'Preflight'],
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

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole page. @param since results of an earlier run, to tell what changed */
export async function partnerReport(results: Results, since?: Results): Promise<string> {
  const evidence: Evidence = {
    requirements: new Map(results.requirements.map((entry) => [entry.id, entry])),
    exchanges: new Map(results.exchanges.map((entry) => [entry.id, entry])),
  };
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${results.target.contract.title}: ${results.verdict.replaceAll('-', ' ')}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#deviations">To the deviations</a>
${header(results)}
<nav aria-label="Parts of this report"><ul>${sections.map(
    ([fragment, title]) => html`<li><a href="#${fragment}">${title}</a></li>`,
  )}</ul></nav>
<main>
${overview(results)}
${preflight(results.preflight)}
${deviations(results, evidence)}
${waivers(results)}
${coverage(results)}
${changes(results, since)}
${reproduce(results)}
${signOff()}
</main>
<footer><p>Written by ${results.tool.name} ${results.tool.version}. Credentials and tokens are replaced by names in ‹ ›.</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`;
  return String(page);
}
