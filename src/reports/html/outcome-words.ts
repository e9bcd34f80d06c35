/** How the report says what became of a requirement: a word, a mark that does not need colour, and a sentence. */
import type { Outcome } from '../../verdicts/verdict.js';

export type ShownOutcome = Outcome | 'untested';

export interface OutcomeWords {
  readonly outcome: ShownOutcome;
  readonly word: string;
  /** One character, for the picture. */
  readonly mark: string;
  readonly legend: string;
}

/** What needs attention first. */
export const outcomeWords: readonly OutcomeWords[] = [
  {
    outcome: 'fail',
    word: 'Broken',
    mark: '×',
    legend: 'A MUST of a standard, or a promise of the contract, is broken.',
  },
  { outcome: 'waived', word: 'Waived', mark: 'w', legend: 'Broken, and accepted until the waiver ends.' },
  {
    outcome: 'warn',
    word: 'Warning',
    mark: '!',
    legend: 'A recommendation is not followed; the server still conforms.',
  },
  { outcome: 'info', word: 'Information', mark: 'i', legend: 'Worth knowing; nothing is broken.' },
  {
    outcome: 'error',
    word: 'Harness error',
    mark: 'e',
    legend: 'This tool failed; nothing is said about the server.',
  },
  {
    outcome: 'inconclusive',
    word: 'Not verified',
    mark: '?',
    legend: 'It was tried and could not be judged. It is no pass.',
  },
  {
    outcome: 'untested',
    word: 'Not tested',
    mark: '–',
    legend: 'Nothing of this run could judge it. It is no pass.',
  },
  { outcome: 'pass', word: 'Kept', mark: '✓', legend: 'It was judged, and the server keeps it.' },
  {
    outcome: 'not-applicable',
    word: 'Not applicable',
    mark: '·',
    legend: 'It is about something that this contract does not offer.',
  },
];

const byOutcome = new Map(outcomeWords.map((entry) => [entry.outcome, entry]));

export function wordOf(outcome: ShownOutcome): string {
  return byOutcome.get(outcome)?.word ?? outcome;
}

export function markOf(outcome: ShownOutcome): string {
  return byOutcome.get(outcome)?.mark ?? '';
}
