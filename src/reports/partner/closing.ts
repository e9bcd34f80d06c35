/** How to get the same report again, and where to sign it. */

import { html, type Markup } from '../html/markup.js';
import type { Results } from '../results.js';

/** One word for a POSIX shell, whatever it holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export function reproduce({ run, target }: Results): Markup {
  return html`<section aria-labelledby="reproduce"><h2 id="reproduce">How to reproduce</h2>
<p>Set the credentials as <code>TOKEN_…</code> variables or in <code>.env</code>: no secret stands in this file. Then:</p>
<pre tabindex="0">npx token-conformance run --base-url ${quoted(target.baseUrl)} --spec ${quoted(target.contract.file)} --profile ${quoted(target.profile)} --seed ${run.seed}</pre>
<p>One scenario alone, with everything that is sent and answered:</p>
<pre tabindex="0">npx token-conformance replay SCENARIO --seed ${run.seed}</pre></section>`;
}

const lines = ['Name', 'Role', 'Organisation', 'Environment and brand', 'Place and date', 'Signature'];

export function signOff(): Markup {
  return html`<section class="sign" aria-labelledby="sign"><h2 id="sign">Sign-off</h2>
<p>The undersigned confirms that this report describes the environment named below. A checksum shows that a file is
unchanged; only a signature shows who stands behind it.</p>
<dl>${lines.map((line) => html`<div><dt>${line}</dt><dd></dd></div>`)}</dl></section>`;
}
