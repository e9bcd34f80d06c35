/** How a server lets somebody who guesses know that it has noticed. */
import { stringMember } from '../http/answer.js';
import type { Observation } from '../http/observation.js';

export interface Reaction {
  readonly kind: 'throttled' | 'changed' | 'delayed';
  /** In a few words. */
  readonly what: string;
}

export function isThrottled({ response }: Observation): boolean {
  return response?.status === 429;
}

function answerOf({ response, failure }: Observation): string {
  return response
    ? `HTTP ${response.status} ${stringMember(response, 'error') ?? ''}`.trim()
    : `${failure?.kind}`;
}

/** Milliseconds that no load of a machine adds to three answers in a row. */
const longDelay = 100;

/** What the last of these attempts, all of them wrong, show of a protection; `undefined`: nothing yet. */
export function reactionTo(attempts: readonly Observation[]): Reaction | undefined {
  const [first] = attempts;
  const last = attempts.at(-1);
  if (!first || !last) return undefined;
  if (isThrottled(last)) return { kind: 'throttled', what: 'HTTP 429' };
  if (answerOf(last) !== answerOf(first)) return { kind: 'changed', what: answerOf(last) };
  const early = attempts.slice(0, 4).map(({ milliseconds }) => milliseconds);
  const late = attempts.slice(-3).map(({ milliseconds }) => milliseconds);
  const grown = Math.min(...late) > 3 * Math.max(...early) + longDelay;
  return attempts.length > 7 && grown
    ? { kind: 'delayed', what: `answers after ${late.at(-1)} ms` }
    : undefined;
}
