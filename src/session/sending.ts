/** Sending as a guest: secrets are known before they can be kept, waits are honoured, a dead target is left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { header } from '../http/answer.js';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import type { Redactor } from '../http/redaction.js';
import type { Transport } from '../http/transport.js';

interface Insistence {
  readonly insists?: boolean;
}

interface Insistence {
  readonly insists?: boolean;
}

export interface Sending {
  /** @param options `insists: false`: an answer that asks to come back later is the answer. Default: sent once more then. */
  send(request: OutgoingRequest, options?: Insistence): Promise<Observation>;
  /** All at the same moment. What is refused for its rate is not sent again: that is a result, too. */
  sendTogether(requests: readonly OutgoingRequest[]): Promise<Observation[]>;
  /** The same as `send`, but the redactor does not learn from it: see `learn`. For requests of which few are kept. */
  sendUnlearned(request: OutgoingRequest): Promise<Observation>;
  /** Makes the redactor know the secrets of an exchange. Must come before anything of it is kept or shown. */
  learn(observation: Observation): void;
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

  function noteLife({ failure }: Observation): void {
    unanswered = failure?.kind === 'refused' || failure?.kind === 'unresolved' ? unanswered + 1 : 0;
    lastWords = failure?.message ?? '';
  }

  async function once(request: OutgoingRequest): Promise<Observation> {
    sent += request.wire?.requests ?? 1;
    const observation = await transport.send(request);
    noteLife(observation);
    return observation;
  }

  async function sendUnlearned(request: OutgoingRequest): Promise<Observation> {
    const observation = await once(request);
    const seconds = secondsToWait(observation);
    if (seconds === undefined) return observation;
    await sleep(seconds * 1000);
    return once(request);
  }

  function learnResponses({ response, further = [] }: Observation): void {
    for (const one of [response, ...further]) if (one) redactor.learnResponse(one);
  }

  function learn(observation: Observation): void {
    redactor.learnRequest(observation.request, secretNames);
    learnResponses(observation);
  }

  return {
    async send(request, { insists = true } = {}) {
      redactor.learnRequest(request, secretNames);
      const observation = await (insists ? sendUnlearned(request) : once(request));
      learnResponses(observation);
      return observation;
    },
    async sendTogether(requests) {
      sent += requests.length;
      const observations = await transport.sendTogether(requests);
      for (const observation of observations) {
        noteLife(observation);
        learn(observation);
      }
      await sleep(1000 * Math.max(0, ...observations.map((one) => secondsToWait(one) ?? 0)));
      return observations;
    },
    sendUnlearned,
    learn,
    count: () => sent,
    dead: () => (unanswered >= deadAfter ? `the target no longer answers: ${lastWords}` : undefined),
  };
}
