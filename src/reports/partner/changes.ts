/** What changed since an earlier report, verdict by verdict. */
import { type Change, type ChangeKind, changeKinds, changesBetween } from '../../verdicts/compare.js';
import type { Results } from '../results.js';
import { utc } from './header.js';
import { html, type Markup, table } from './markup.js';

const titles: Readonly<Record<ChangeKind, string>> = {
  'newly-failing': 'Newly failing',
  'newly-passing': 'Newly passing',
  'changed-outcome': 'Another outcome',
  'changed-answer': 'The same deviation, another answer',
  added: 'Added',
  removed: 'Removed',
};

function changeTables(changes: readonly Change[]): Markup {
  const state = (side: Change['before']): string =>
    side === undefined
      ? 'absent'
      : side.actual === undefined
        ? side.outcome
        : `${side.outcome}: ${side.actual}`;
  return html`${changeKinds.map((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return '';
    return table({
      prose: true,
      caption: `${titles[kind]}: ${found.length}`,
      columns: ['Check', 'Scenario', 'Before', 'Now'],
      rows: found.map(({ check, scenario, before, after }) => [check, scenario, state(before), state(after)]),
    });
  })}`;
}

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
