/** What was understood of the document, said before a run begins: so that a wrong guess is seen at once. */
import type { Contract } from '../contract/contract.js';
import { forLog, wrap } from './text.js';

/** Documents are untrusted and may repeat themselves: more than this nobody reads. */
const shownAssumptions = 12;

/** Columns of a terminal. */
const width = 80;

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Further lines stand further in. Cleaned before: what is cut must not begin a line of its own. */
function folded(line: string): string {
  const text = line.trimStart();
  const margin = ' '.repeat(line.length - text.length);
  return margin + wrap(forLog(text), width, `${margin}  `);
}

/** Several lines without a line end. */
export function contractNotice(contract: Contract): string {
  const { operation, assumptions } = contract;
  const shown = assumptions.slice(0, shownAssumptions);
  const more = assumptions.length - shown.length;
  const lines = [
    `Token endpoint: ${operation.name} (${listed(operation.evidence)})`,
    ...(operation.passedOver.length > 0
      ? [`  not ${listed(operation.passedOver.slice(0, 5))}; --operation chooses another one`]
      : []),
    ...(shown.length > 0 ? ['Assumed, because the document leaves it open:'] : []),
    ...shown.map(({ what, pointer }) => `  ${what} (${pointer})`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
  return lines.map(folded).join('\n');
}
