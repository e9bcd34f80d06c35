/**
 * Whether the target still serves us. A guest who gets no answer, or is refused at the door, does not go on knocking:
 * after a few exchanges in a row without service nothing is sent but one valid request, and when that is not served
 * either, the run is over.
 */
import { shielded } from '../checks/predicates.js';
import type { Observation } from '../http/observation.js';
import { longestRetryAfter } from './patience.js';

export interface TargetLife {
  /**
   * @param provoked what was sent was meant to be refused for its rate: that the target does so proves nothing
   */
  note(observation: Observation, provoked?: boolean): void;
  /** Several that were sent at the same moment: of those a server may refuse some. */
  noteTogether(observations: readonly Observation[]): void;
  /** Too many in a row were not served: a valid request has to show that the target still serves anybody. */
  doubt(): Unserved | undefined;
  /** The valid request was sent. */
  settle(observation: Observation): void;
  /** Why nothing is sent any more; `undefined` while the target serves us. */
  end(): string | undefined;
}

export interface Unserved {
  readonly reason: string;
  /** Each further request costs a deadline or a wait: what is left of the scenario is not worth that. */
  readonly costly: boolean;
}

/** Exchanges in a row without service before a valid request is tried; twice as many each time that it works. */
const firstPatience = 3;
const longestPatience = 12;

/** Each one costs the whole deadline of a request, in a row or not: five minutes with that of ten seconds. */
const hangLimit = 30;

/** Seconds that the target asks to wait; `undefined`: it says nothing of it that can be read. */
export function secondsAsked({ response }: Observation): number | undefined {
  if (response?.status !== 429 && response?.status !== 503) return undefined;
  const value = response.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim();
  if (value === undefined) return response.status === 429 ? 1 : undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** `undefined`: we were served, or nothing can be said. */
function unserved(observation: Observation): Unserved | undefined {
  const { request, response, failure } = observation;
  // What comes of a handshake that only tries what is offered says nothing of service.
  if (request.handshake) return undefined;
  if (failure)
    return {
      reason: `the target no longer answers: ${failure.message}`,
      costly: ['timeout', 'refused', 'unresolved'].includes(failure.kind),
    };
  const refusal = response?.status === 503 ? 'the target is not available (HTTP 503)' : shielded(observation);
  if (refusal === undefined) return undefined;
  return {
    reason: `the target refuses to serve us any longer: ${refusal}`,
    costly: secondsAsked(observation) !== undefined,
  };
}

export function createTargetLife(): TargetLife {
  let patience = firstPatience;
  let inRow = 0;
  let latest: Unserved | undefined;
  let hangs = 0;
  let ended: string | undefined;

  function count(observation: Observation, last: Unserved | undefined): void {
    if (observation.failure?.kind === 'timeout' && ++hangs >= hangLimit)
      ended ??= `${hangs} requests were not answered in time: ${observation.failure.message}`;
    latest = last;
    inRow = last ? inRow + 1 : 0;
    // Who asks to stay away for longer than anybody waits has said it once and for all.
    if (last && (secondsAsked(observation) ?? 0) > longestRetryAfter) inRow = Math.max(inRow, patience);
  }

  return {
    note(observation, provoked = false) {
      // A request that could not be written at all.
      if (observation.failure?.kind === 'other') return;
      if (provoked && observation.response) return;
      count(observation, unserved(observation));
    },
    noteTogether(observations) {
      const last = observations.at(-1);
      if (last) count(last, observations.every(unserved) ? unserved(last) : undefined);
    },
    doubt: () => (inRow >= patience ? latest : undefined),
    settle(observation) {
      const failed = unserved(observation);
      if (failed) ended ??= failed.reason;
      patience = Math.min(2 * patience, longestPatience);
      inRow = 0;
      latest = undefined;
    },
    end: () => ended,
  };
}
