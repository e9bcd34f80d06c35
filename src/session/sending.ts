/** Sending as a guest: secrets are known before they can be kept, waits are honoured, a dead target is left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { header } from '../http/answer.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import type { Redactor } from '../http/redaction.js';
import type { Transport } from '../http/transport.js';

export interface Sending {
  /** @param options `insists: false`: an answer that asks to come back later is the answer. Default: sent once more then. */
  send(request: OutgoingRequest, options?: { readonly insists?: boolean }): Promise<Observation>;
  /** Requests sent so far. */
  count(): number;
  /** Why nothing more is sent; `undefined` while the target answers. */
  dead(): string | undefined;
}

/** Longer waits are for people to decide: what asks for one is inconclusive. Seconds. */
const longestRetryAfter = 30;

/** After as many connections in a row that nobody took, the target counts as dead. */
const deadAfter = 3;

function secondsToWait({ response }: Observation): number | undefined {
  if (response?.status !== 429 && response?.status !== 503) return undefined;
  const value = header(response, 'Retry-After')?.trim();
  if (value === undefined) return response.status === 429 ? 1 : undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds <= longestRetryAfter ? Math.max(0, seconds) : undefined;
}

export function createSending(
  transport: Transport,
  redactor: Redactor,
  secretNames: ReadonlySet<string>,
): Sending {
  let sent = 0;
  let unanswered = 0;
  let lastWords = '';

  async function once(request: OutgoingRequest): Promise<Observation> {
    sent++;
    const observation = await transport.send(request);
    const { failure, response } = observation;
    if (response) redactor.learnResponse(response);
    unanswered = failure?.kind === 'refused' || failure?.kind === 'unresolved' ? unanswered + 1 : 0;
    lastWords = failure?.message ?? '';
    return observation;
  }

  return {
    async send(request, { insists = true } = {}) {
      redactor.learnRequest(request, secretNames);
      const observation = await once(request);
      const seconds = insists ? secondsToWait(observation) : undefined;
      if (seconds === undefined) return observation;
      await sleep(seconds * 1000);
      return once(request);
    },
    count: () => sent,
    dead: () => (unanswered >= deadAfter ? `the target no longer answers: ${lastWords}` : undefined),
  };
}
