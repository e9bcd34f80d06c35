/** How a kind of change is told. */
import type { ChangeKind } from '../../verdicts/compare.js';

export const changeWords: Readonly<Record<ChangeKind, string>> = {
  'newly-failing': 'Newly failing',
  'newly-passing': 'Newly passing',
  'changed-outcome': 'Another outcome',
  'changed-answer': 'The same deviation, another answer',
  added: 'Added',
  removed: 'Removed',
};
