/** What the recorded, redacted text of an exchange tells: secrets are out of it already. */
import type { Exchange } from '../verdicts/verdict.js';

export interface Answered {
  readonly scenario: string;
  readonly step: string;
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly status: number;
  /** Type and subtype in lower case; `undefined`: none was sent. */
  readonly mediaType: string | undefined;
  /** Types of the members of a JSON object by name; `undefined`: the body is none. */
  readonly members: ReadonlyMap<string, string> | undefined;
}

/** A name that a schema of ours can hold; more of them than this are no token response. */
const memberName = /^[\w.-]{1,60}$/;
const mostMembers = 50;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function membersOf(body: string): ReadonlyMap<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(body.replaceAll('\\u000a', ' ').replaceAll('\\u000d', ' '));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const named = Object.entries(value).filter(([name]) => memberName.test(name));
    return new Map(named.slice(0, mostMembers).map(([name, member]) => [name, typeOf(member)]));
  } catch {
    return undefined;
  }
}

/** `undefined`: no response came, or what was sent is no request. */
export function answeredOf({ id, scenario, request, response }: Exchange): Answered | undefined {
  const [, method, target] = /^([A-Z]+) (\S+) HTTP\//.exec(request) ?? [];
  const [, status] = /^HTTP\/[\d.]+ (\d{3})\b/.exec(response) ?? [];
  if (method === undefined || target === undefined || status === undefined) return undefined;
  const [head = '', ...rest] = response.split(/\r?\n\r?\n/);
  const [, mediaType] = /^content-type:\s*([\w.+-]+\/[\w.+-]+)/im.exec(head) ?? [];
  return {
    scenario,
    step: id.slice(id.indexOf('#') + 1),
    method,
    path: target.replace(/^https?:\/\/[^/]*/i, '').split('?', 1)[0] ?? '',
    status: Number(status),
    mediaType: mediaType?.toLowerCase(),
    members: membersOf(rest.join('\n\n')),
  };
}
