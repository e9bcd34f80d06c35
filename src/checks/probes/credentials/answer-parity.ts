/** What an observer can tell apart in two refusals, after what differs between any two answers is taken out. */
import { jsonObject, stringMember } from '../../../http/answer.js';
import type { Observation, ReceivedResponse } from '../../../http/observation.js';
import { sentValues } from '../sent.js';

/** Headers that depend on the moment or the node, not on the request. */
const incidental =
  /^(date|age|expires|last-modified|etag|content-length|connection|keep-alive|transfer-encoding|set-cookie|via|server-timing|retry-after|traceparent|cf-.*|x-amz.*|x-cache.*|x-served-by|x-runtime|x-response-time|x-rate.?limit.*|ratelimit.*|.*(request|correlation|trace|span|transaction).?id)$/i;

/** Bytes by which two bodies may differ and still be of one length class. */
const lengthTolerance = 16;

function withoutIncidentals(text: string, observation: Observation): string {
  return sentValues(observation)
    .filter((value) => value.length >= 3)
    .sort((one, other) => other.length - one.length)
    .reduce((result, value) => result.replaceAll(value, '*'), text)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '*')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)?/g, '*')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '*');
}

function headerNames(response: ReceivedResponse): string {
  const names = response.headers.map(([name]) => name.toLowerCase()).filter((name) => !incidental.test(name));
  return [...new Set(names)].sort().join(', ');
}

function memberNames(response: ReceivedResponse): string {
  return Object.keys(jsonObject(response) ?? {})
    .sort()
    .join(', ');
}

/** In words, what two refusals differ in: status, error, error_description, names of members and headers, length of the body. */
export function answerDifferences(one: Observation, other: Observation): string[] {
  const [a, b] = [one.response, other.response];
  if (!a || !b) return [];
  const found: string[] = [];
  if (a.status !== b.status) found.push(`status ${a.status} and ${b.status}`);
  for (const name of ['error', 'error_description', 'error_uri']) {
    const [mine, theirs] = [stringMember(a, name), stringMember(b, name)];
    const normalised = [
      mine === undefined ? undefined : withoutIncidentals(mine, one),
      theirs === undefined ? undefined : withoutIncidentals(theirs, other),
    ];
    if (normalised[0] !== normalised[1]) found.push(`${name} differs`);
  }
  if (memberNames(a) !== memberNames(b)) found.push('the members of the bodies differ');
  if (headerNames(a) !== headerNames(b)) found.push('the header names differ');
  const lengths = [
    withoutIncidentals(a.body.toString('utf8'), one).length,
    withoutIncidentals(b.body.toString('utf8'), other).length,
  ] as const;
  if (found.length === 0 && Math.abs(lengths[0] - lengths[1]) > lengthTolerance)
    found.push(`the bodies differ in length by ${Math.abs(lengths[0] - lengths[1])} characters`);
  return found;
}
