/**
 * Judges answers of which many are the same but for their Date, or for the tokens in their bodies: thousands of generated inputs get a
 * few dozen different refusals, and grants under the same few heads. What a check looks at is watched once; where that was the answer
 * alone, or its head alone, it would say the same of the same again, and is not asked.
 */
import type { Check, Subject } from '../../checks/check.js';
import type { Field, Observation, ReceivedResponse, SentRequest } from '../../http/observation.js';
import { apply, type Judged, judge, judgedBy } from '../judge.js';

/** What is known of something that came before, under the same probe; `undefined`: the check looks at more than that. */
type Known = Map<Check, Judged['judgement'] | undefined>;

/** Heads, and answers, that are remembered; then all are forgotten, for a server may say something new each time. */
const knownLimit = 500;

/** Bytes of a body: longer ones are not compared. */
const comparedLength = 4096;

type Members = ReadonlySet<string | symbol>;
const members = <T>(names: readonly (keyof T)[]): Members => new Set(names as readonly (string | symbol)[]);

/** The same for every observation of one sweep that has the same key. */
const settled = {
  subject: members<Subject>([
    'observation',
    'contract',
    'grant',
    'probe',
    'parameter',
    'strictness',
    'enforcement',
  ]),
  observation: members<Observation>([
    'request',
    'response',
    'failure',
    'excess',
    'further',
    'interim',
    'connection',
  ]),
  request: members<SentRequest>(['method', 'url']),
  response: members<ReceivedResponse>(['httpVersion', 'status', 'statusText', 'headers', 'truncated']),
  /** The value of a Date field is not the same; its name is. */
  dateField: new Set<string | symbol>(['0', 'length', Symbol.iterator]),
};

const isDate = ([name]: Field): boolean => name.toLowerCase() === 'date';

/** `undefined`: there is more than one complete answer, or none. */
function headOf({ probe, grant, observation }: Subject, response: ReceivedResponse): string | undefined {
  const { request, failure, excess, further, interim, connection } = observation;
  if (failure || further || interim || connection || response.truncated) return undefined;
  const { httpVersion, status, statusText, headers } = response;
  const timeless = headers.map((field) => (isDate(field) ? field[0] : field));
  return JSON.stringify([
    ...[grant, probe, request.method, request.url],
    ...[httpVersion, status, statusText, timeless, excess === true],
  ]);
}

/** Tells `other` of each member that is read and not one of `same`. */
function watched<T extends object>(watchedOne: T, same: Members, other: () => void): T {
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

interface Looked {
  readonly judgement: Judged['judgement'];
  /** At what is not in the head of the answer. */
  readonly beyondHead: boolean;
  /** At what is not in the answer. */
  readonly beyondAnswer: boolean;
}

/** What the check says, and how far it looks for that. */
function looked(check: Check, subject: Subject, response: ReceivedResponse): Looked {
  let inBody = false;
  let further = false;
  const looksIntoBody = (): void => {
    inBody = true;
  };
  const looksFurther = (): void => {
    further = true;
  };
  const headers = response.headers.map((field) =>
    isDate(field) ? watched(field, settled.dateField, looksFurther) : field,
  );
  const observation = {
    ...subject.observation,
    request: watched(subject.observation.request, settled.request, looksFurther),
    response: watched({ ...response, headers }, settled.response, looksIntoBody),
  };
  const judgement = apply(
    check,
    watched(
      { ...subject, observation: watched(observation, settled.observation, looksFurther) },
      settled.subject,
      looksFurther,
    ),
  );
  const beyondAnswer = further || judgement.kind === 'error';
  return { judgement, beyondHead: inBody || beyondAnswer, beyondAnswer };
}

/** What is known of what has this key; `undefined`: it came for the first time. */
function recall(memory: Map<string, Known | undefined>, key: string): Known | undefined {
  if (!memory.has(key)) {
    if (memory.size >= knownLimit) memory.clear();
    memory.set(key, undefined);
    return undefined;
  }
  const known: Known = memory.get(key) ?? new Map();
  memory.set(key, known);
  return known;
}

/** The same as `judge`, for the observations of one session. */
export function createRepeatedJudge(): typeof judge {
  const heads = new Map<string, Known | undefined>();
  const answers = new Map<string, Known | undefined>();

  return (subject, exchange) => {
    const { observation } = subject;
    const { response } = observation;
    const head = response && headOf(subject, response);
    const ofHead = head === undefined ? undefined : recall(heads, head);
    if (!response || !ofHead) return judge(subject, exchange);
    const ofAnswer =
      response.body.length > comparedLength
        ? undefined
        : recall(answers, `${head} ${response.body.toString('latin1')}`);

    const judgementOf = (check: Check): Judged['judgement'] => {
      if (!ofHead.has(check)) {
        const { judgement, beyondHead } = looked(check, subject, response);
        ofHead.set(check, beyondHead ? undefined : judgement);
        return judgement;
      }
      if (ofAnswer && !ofHead.get(check) && !ofAnswer.has(check)) {
        const { judgement, beyondAnswer } = looked(check, subject, response);
        ofAnswer.set(check, beyondAnswer ? undefined : judgement);
        return judgement;
      }
      return ofHead.get(check) ?? ofAnswer?.get(check) ?? apply(check, subject);
    };
    return judgedBy(subject).map(
      (check): Judged => ({ check, judgement: judgementOf(check), exchange, observation }),
    );
  };
}
