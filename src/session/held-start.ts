/**
 * A process that starts while the one that started it still makes sure of what it was given: to load a test runner takes longer
 * than to read and validate a contract. It is held until it is told to go on, by its standard input.
 */
import { text } from 'node:stream/consumers';

/** Set for a process that is to be held. */
export const heldStart = 'TOKEN_CONFORMANCE_HELD';

/** All that is written to the standard input of one that may go on. */
export const goOn = 'go on';

/** Resolves at once in a process that is not held. Ends the process where the other one gave up, or is gone. */
export async function untilReleased(): Promise<void> {
  if (process.env[heldStart] === undefined) return;
  // The processes that this one starts are not held.
  delete process.env[heldStart];
  if ((await text(process.stdin)) !== goOn) process.exit();
}
