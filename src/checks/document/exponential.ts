/** Patterns of schemas that take exponential time. */
import type { Cursor } from '../../contract/cursor.js';
import { schemasBelow } from './schemas-below.js';

export { isExponential } from '../../contract/safe-pattern.js';

/** The patterns of a schema and of everything below it. */
export function patternsOf(schema: Cursor, seen?: Set<unknown>): Cursor[] {
  return schemasBelow(schema, seen)
    .flatMap((below) => below.get('pattern') ?? [])
    .filter(({ value }) => typeof value === 'string');
}
