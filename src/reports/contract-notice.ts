/** What was understood of the document, said before a run begins: so that a wrong guess is seen at once. */
import type { Contract } from '../contract/contract.js';
import { forLog } from './text.js';

/** Documents are untrusted and may repeat themselves: more than this nobody reads. */
const shownAssumptions = 12;

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
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
  return lines.map(forLog).join('\n');
}
