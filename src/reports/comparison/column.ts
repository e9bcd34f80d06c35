/** The runs of a matrix, and how its parts refer to one another. */
import type { Outcome } from '../../verdicts/verdict.js';
import { anchor } from '../html/markup.js';
import type { Results } from '../results.js';

/** One run. */
export interface Column {
  /** `A`, `B`, …: stands in headings and in fragments. */
  readonly letter: string;
  readonly results: Results;
  /** Where they were read from. */
  readonly file: string;
  /** Address of the report, relative to the page; `undefined`: there is none beside the results. */
  readonly report: string | undefined;
}

/** `A` … `Z`, `AA`, `AB` … */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** Fragment of the finding that shows why a requirement has its outcome; `undefined` where nothing was found. */
export function findingAnchor({ letter }: Column, outcome: Outcome, check: string): string {
  return anchor(`finding-${letter}`, `${outcome}-${check}`);
}
