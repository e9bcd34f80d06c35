/** Sending as a guest: secrets are known before they can be kept, waits are honoured, a dead target is left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation, OutgoingRequest } from '../http/observation.js';
import type { Redactor } from '../http/redaction.js';
import type { Transport } from '../http/transport.js';
import { longestPauses, longestRetryAfter } from './patience.js';
import { createTargetLife, secondsAsked, type Unserved } from './target-life.js';

interface Insistence {
  readonly insists?: boolean;
}

/** A request that was not sent, because the run is over for this target. */
export class NothingMoreIsSent extends Error {
  constructor(
    reason: string,
    /** The target would still serve us. */
    readonly byBudget: boolean,
  ) {
    super(reason);
  }
}

/** Each of these may throw NothingMoreIsSent. */
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
  /** Too many in a row were not served: `assure` has to find out whether the target serves anybody. */
  doubt(): Unserved | undefined;
  /** Sends a valid request where there is doubt. Resolves to why nothing more is sent; `undefined`: the target serves us. */
  assure(valid: OutgoingRequest | undefined): Promise<string | undefined>;
}

export interface SendingOptions {
  readonly transport: Transport;
  readonly redactor: Redactor;
  /** Parameters that hold secrets. */
  readonly secretNames: ReadonlySet<string>;
  /** Most requests that are sent. Default: as many as it takes. */
  readonly budget?: number | undefined;
  /** Told before each longer wait that the target asked for, in seconds. */
  onPause?(seconds: number): void;
}

/** Shorter pauses nobody notices, seconds. */
const noticeable = 3;

/** A target that is just starting anew gets so long, milliseconds. */
const breath = 1000;

export function createSending(options: SendingOptions): Sending {
  const { transport, redactor, secretNames, budget = Number.POSITIVE_INFINITY } = options;
  const life = createTargetLife();
  let sent = 0;
  let paused = 0;

  /** Throws where that many more are too many. */
  function admit(number: number): void {
    const ended = life.end();
    if (ended !== undefined) throw new NothingMoreIsSent(ended, false);
    if (sent + number > budget)
      throw new NothingMoreIsSent('the budget of requests is spent (--max-requests)', true);
    sent += number;
  }

  const weightOf = ({ wire }: OutgoingRequest): number => wire?.requests ?? 1;

  /** False: the target was not waited for. */
  async function pause(observation: Observation): Promise<boolean> {
    const seconds = secondsAsked(observation);
    if (seconds === undefined || seconds > longestRetryAfter || paused + seconds > longestPauses)
      return false;
    paused += seconds;
    if (seconds >= noticeable) options.onPause?.(Math.ceil(seconds));
    await sleep(seconds * 1000);
    return true;
  }

  async function once(request: OutgoingRequest): Promise<Observation> {
    admit(weightOf(request));
    return transport.send(request);
  }

  async function insistently(request: OutgoingRequest): Promise<Observation> {
    const observation = await once(request);
    const again = sent + weightOf(request) <= budget && (await pause(observation));
    return again ? once(request) : observation;
  }

  async function sendUnlearned(request: OutgoingRequest, insists = true): Promise<Observation> {
    const observation = await (insists ? insistently(request) : once(request));
    life.note(observation, !insists);
    return observation;
  }

  function learnResponses({ response, further = [] }: Observation): void {
    for (const one of [response, ...further]) if (one) redactor.learnResponse(one);
  }

  function learn(observation: Observation): void {
    redactor.learnRequest(observation.request, secretNames);
    learnResponses(observation);
  }

  async function send(request: OutgoingRequest, { insists = true }: Insistence = {}): Promise<Observation> {
    redactor.learnRequest(request, secretNames);
    const observation = await sendUnlearned(request, insists);
    learnResponses(observation);
    return observation;
  }

  return {
    send,
    async sendTogether(requests) {
      admit(requests.length);
      const observations = await transport.sendTogether(requests);
      life.noteTogether(observations);
      for (const observation of observations) learn(observation);
      const [longest] = [...observations].sort((a, b) => (secondsAsked(b) ?? 0) - (secondsAsked(a) ?? 0));
      if (longest) await pause(longest);
      return observations;
    },
    sendUnlearned: (request) => sendUnlearned(request),
    learn,
    count: () => sent,
    doubt: life.doubt,
    async assure(valid) {
      const doubt = life.doubt();
      if (doubt === undefined || life.end() !== undefined) return life.end();
      if (!valid) return doubt.reason;
      await sleep(breath);
      life.settle(await send(valid));
      return life.end();
    },
  };
}
