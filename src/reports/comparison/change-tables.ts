/** Changes as tables: one for each kind that there is. */
import { type Change, type ChangeKind, changeKinds } from '../../verdicts/compare.js';
import { html, type Markup, table } from '../html/markup.js';
import { changeWords } from './change-words.js';

/** `fail: HTTP 500`. */
export function stateText(side: Change['before']): string {
  if (side === undefined) return 'absent';
  return side.actual === undefined ? side.outcome : `${side.outcome}: ${side.actual}`;
}

export function changeTables(changes: readonly Change[], kinds: readonly ChangeKind[] = changeKinds): Markup {
  return html`${kinds.map((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return '';
    return table({
      prose: true,
      caption: `${changeWords[kind]}: ${found.length}`,
      columns: ['Check', 'Scenario', 'Before', 'Now'],
      rows: found.map(({ check, scenario, before, after }) => [
        check,
        scenario,
        stateText(before),
        stateText(after),
      ]),
    });
  })}`;
}
