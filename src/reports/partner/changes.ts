/** What changed since an earlier report, verdict by verdict. */
import { changesBetween } from '../../verdicts/compare.js';
import { changeTables } from '../comparison/change-tables.js';
import { html, type Markup } from '../html/markup.js';
import { utc } from '../html/utc.js';
import type { Results } from '../results.js';

/** @param since the results of the earlier run; `undefined`: there is nothing to compare with */
export function changes(results: Results, since: Results | undefined): Markup {
  const found = since && changesBetween(since.results, results.results);
  return html`<section aria-labelledby="changes"><h2 id="changes">Since the last report</h2>
${
  found === undefined
    ? html`<p>No earlier results were given to compare with (<code>--since results.json</code>).</p>`
    : html`<p>Compared with the run that ended ${utc(since?.run.finishedAt ?? '')}, verdict by verdict; times are not compared.</p>
${found.length === 0 ? html`<p>No verdict changed.</p>` : changeTables(found)}`
}</section>`;
}
