/** Patterns that take exponential time: known by their form, so that nobody has to run them to find out. */
import { analyse } from 'scslre';
import type { Cursor } from '../../contract/cursor.js';
import { schemasBelow } from './schemas-below.js';

/** Longer than anybody can read: not analysed. */
const longest = 2000;

const known = new Map<string, boolean>();

/** True when a text exists for which backtracking takes a time that is exponential in its length. */
export function isExponential(pattern: string): boolean {
  const found = known.get(pattern);
  if (found !== undefined) return found;
  const exponential = pattern.length <= longest && analysed(pattern);
  known.set(pattern, exponential);
  return exponential;
}

function analysed(pattern: string): boolean {
  try {
    return analyse(new RegExp(pattern, 'u')).reports.some(({ exponential }) => exponential);
  } catch {
    return false; // no pattern at all is a matter of the document's validation
  }
}

/** The patterns of a schema and of everything below it. */
export function patternsOf(schema: Cursor, seen?: Set<unknown>): Cursor[] {
  return schemasBelow(schema, seen)
    .flatMap((below) => below.get('pattern') ?? [])
    .filter(({ value }) => typeof value === 'string');
}
