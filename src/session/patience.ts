/** How long a run waits for a target that asks to be left alone for a while, seconds. */

/** Longer waits are for people to decide: what asks for one is inconclusive. Most limits count by the minute. */
export const longestRetryAfter = 60;

/** All of these waits together. Beyond, the run needs another rate, or another day. */
export const longestPauses = 600;
