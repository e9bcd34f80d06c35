/** What the document leaves open and was filled, so that both sides see by what was judged. */

import { html, type Markup, table } from '../html/markup.js';
import type { Results } from '../results.js';

function listed(assumptions: Results['target']['contract']['assumptions']): Markup {
  if (assumptions === undefined) return html`<p>The results do not say: an earlier version wrote them.</p>`;
  if (assumptions.length === 0) return html`<p>Nothing: the document says all that was needed.</p>`;
  return html`<p>The document leaves this open, and it was judged as if it said so. Where that is not meant, say it there.</p>
${table({
  prose: true,
  caption: 'Assumed, because the document leaves it open',
  columns: ['Assumed', 'Place in the document'],
  rows: assumptions.map(({ what, pointer }) => [what, html`<code>${pointer}</code>`]),
})}`;
}

export function assumptions({ target }: Results): Markup {
  return html`<section aria-labelledby="assumed"><h2 id="assumed">Assumed about the contract</h2>
${listed(target.contract.assumptions)}</section>`;
}
