/** How long a run waits for a target. */

/**
 * For one that asks to be left alone for a while, seconds. Longer waits are for people to decide: what asks for one is inconclusive.
 * Most limits count by the minute.
 */
export const longestRetryAfter = 60;

/** All of these waits together, seconds. Beyond, the run needs another rate, or another day. */
export const longestPauses = 600;

/**
 * For one that has answered, and may still fetch a URL that it was handed: its own requests take about as long as those of others to
 * it. Milliseconds.
 * @param answers how long its answers took, milliseconds
 */
export function patienceForCallbacks(answers: readonly number[]): number {
  return Math.min(Math.max(200, ...answers.map((milliseconds) => 10 * milliseconds)), 2000);
}
