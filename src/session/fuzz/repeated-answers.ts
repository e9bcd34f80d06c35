/**
 * Judges answers of which many are the same but for their Date: thousands of generated inputs get a few dozen different refusals.
 * What a check looks at is watched once; where that was the answer alone, it would say the same of the same answer again, and is not
 * asked.
 */
import type { Check, Judgement, Subject } from '../../checks/check.js';
import type { Field, Observation, ReceivedResponse } from '../../http/observation.js';
import { apply, type Judged, judge, judgedBy } from '../judge.js';

/** What is known of an answer that came before, under the same probe; `undefined`: the check looks at more than the answer. */
type Known = Map<Check, Judgement | undefined>;

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
function keyOf({ probe, grant, observation }: Subject, response: ReceivedResponse): string | undefined {
  const { failure, excess, further, interim, connection } = observation;
  if (failure || further || interim || connection) return undefined;
  if (response.truncated || response.body.length > comparedLength) return undefined;
  const { httpVersion, status, statusText, headers, body } = response;
  const timeless = headers.map((field) => (isDate(field) ? field[0] : field));
  return JSON.stringify([
    ...[grant, probe, httpVersion, status, statusText],
    ...[timeless, body.toString('latin1'), excess === true],
  ]);
}

const isDate = ([name]: Field): boolean => name.toLowerCase() === 'date';

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

/** The value of a Date field is not the same; its name is. */
const sameField: ReadonlySet<string | symbol> = new Set(['0', 'length', Symbol.iterator]);

function watchedResponse(response: ReceivedResponse, other: () => void): ReceivedResponse {
  const headers = response.headers.map((field) => (isDate(field) ? watched(field, sameField, other) : field));
  return { ...response, headers };
}

/** What the check says of the answer alone; `undefined`: it looks at more. */
function ofAnswerAlone(check: Check, subject: Subject, response: ReceivedResponse): Judgement | undefined {
  let more = false;
  const looksFurther = (): void => {
    more = true;
  };
  const observation = watched(
    { ...subject.observation, response: watchedResponse(response, looksFurther) },
    sameObservation,
    looksFurther,
  );
  const judgement = apply(check, watched({ ...subject, observation }, sameSubject, looksFurther));
  return more || judgement.kind === 'error' ? undefined : judgement;
}

/** The same as `judge`, for the observations of one session. */
export function createRepeatedJudge(): typeof judge {
  /** `undefined`: it came once. */
  const answers = new Map<string, Known | undefined>();

  return (subject, exchange) => {
    const { observation } = subject;
    const { response } = observation;
    if (!response) return judge(subject, exchange);
    const key = keyOf(subject, response);
    if (key === undefined) return judge(subject, exchange);
    if (!answers.has(key)) {
      if (answers.size >= knownLimit) answers.clear();
      answers.set(key, undefined);
      return judge(subject, exchange);
    }
    const known: Known = answers.get(key) ?? new Map();
    answers.set(key, known);
    return judgedBy(subject).map((check): Judged => {
      if (!known.has(check)) known.set(check, ofAnswerAlone(check, subject, response));
      return { check, judgement: known.get(check) ?? apply(check, subject), exchange, observation };
    });
  };
}
