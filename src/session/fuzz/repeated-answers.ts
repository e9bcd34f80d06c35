/**
 * Judges answers of which many are the same to the byte: thousands of generated inputs get a few dozen different refusals. What a
 * check looks at is watched once; where that was the answer alone, it would say the same of the same answer again, and is not asked.
 */
import type { Check, Judgement, Subject } from '../../checks/check.js';
import type { Observation, ReceivedResponse } from '../../http/observation.js';
import { apply, type Judged, judge, judgedBy } from '../judge.js';

/** An answer that came before, under the same probe. */
interface Known {
  /** Stands for all of them, so that it is read once. */
  readonly response: ReceivedResponse;
  /** `undefined`: the check looks at more than the answer. Absent: not watched yet. */
  readonly judgements: Map<Check, Judgement | undefined>;
}

/** Answers that are remembered; then all are forgotten, for a server may say something new each time. */
const knownLimit = 500;

/** Bytes of a body: longer ones are not compared. */
const comparedLength = 4096;

/** The same for every observation of one sweep that has the same key. */
const settled: readonly (keyof Subject)[] = [
  'contract',
  'grant',
  'probe',
  'parameter',
  'strictness',
  'enforcement',
];
const settledOfObservation: readonly (keyof Observation)[] = [
  'response',
  'failure',
  'excess',
  'further',
  'interim',
  'connection',
];

/** `undefined`: of more than an answer, or of a long one. */
function keyOf({ probe, grant, observation }: Subject): string | undefined {
  const { response, failure, excess, further, interim, connection } = observation;
  if (!response || failure || further || interim || connection) return undefined;
  if (response.truncated || response.body.length > comparedLength) return undefined;
  const { httpVersion, status, statusText, headers, body } = response;
  return JSON.stringify([
    ...[grant, probe, httpVersion, status, statusText],
    ...[headers, body.toString('latin1'), excess === true],
  ]);
}

/** Tells `other` of each member that is read and not one of `same`. */
function watched<T extends object>(watchedOne: T, same: ReadonlySet<string | symbol>, other: () => void): T {
  return new Proxy(watchedOne, {
    get(target, name) {
      if (!same.has(name)) other();
      return Reflect.get(target, name);
    },
    has(target, name) {
      other();
      return Reflect.has(target, name);
    },
    ownKeys(target) {
      other();
      return Reflect.ownKeys(target);
    },
  });
}

const sameSubject: ReadonlySet<string | symbol> = new Set([...settled, 'observation']);
const sameObservation: ReadonlySet<string | symbol> = new Set(settledOfObservation);

/** What the check says of the answer alone; `undefined`: it looks at more. */
function ofAnswerAlone(check: Check, subject: Subject): Judgement | undefined {
  let more = false;
  const looksFurther = (): void => {
    more = true;
  };
  const observation = watched(subject.observation, sameObservation, looksFurther);
  const judgement = apply(check, watched({ ...subject, observation }, sameSubject, looksFurther));
  return more || judgement.kind === 'error' ? undefined : judgement;
}

/** The same as `judge`, for the observations of one session. */
export function createRepeatedJudge(): typeof judge {
  /** `undefined`: it came once. */
  const answers = new Map<string, Known | undefined>();

  return (subject, exchange) => {
    const key = keyOf(subject);
    if (key === undefined) return judge(subject, exchange);
    if (!answers.has(key)) {
      if (answers.size >= knownLimit) answers.clear();
      answers.set(key, undefined);
      return judge(subject, exchange);
    }
    const { observation } = subject;
    const response = observation.response as ReceivedResponse;
    const known = answers.get(key) ?? { response, judgements: new Map() };
    answers.set(key, known);
    const standing: Subject = { ...subject, observation: { ...observation, response: known.response } };
    return judgedBy(standing).map((check): Judged => {
      if (!known.judgements.has(check)) known.judgements.set(check, ofAnswerAlone(check, standing));
      const judgement = known.judgements.get(check) ?? apply(check, standing);
      return { check, judgement, exchange, observation };
    });
  };
}
