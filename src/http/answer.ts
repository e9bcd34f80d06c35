/** Reading a response: header fields, media type, JSON. All of it is the target's word: hostile until proved. */
import { type DocumentNode, type ObjectNode, parse, type ValueNode } from '@humanwhocodes/momoa';
import { withoutCoding } from './content-coding.js';
import type { Observation, ReceivedResponse } from './observation.js';

/** The values of all field lines of that name, in order. */
export function headerValues(response: ReceivedResponse, name: string): string[] {
  const wanted = name.toLowerCase();
  return response.headers.filter(([given]) => given.toLowerCase() === wanted).map(([, value]) => value);
}

/** The combined field value (RFC 9110 section 5.2), `undefined` when absent. */
export function header(response: ReceivedResponse, name: string): string | undefined {
  const values = headerValues(response, name);
  return values.length > 0 ? values.join(', ') : undefined;
}

/** Type and subtype of Content-Type in lower case, without parameters; `undefined` when absent or empty. */
export function mediaType(response: ReceivedResponse): string | undefined {
  return header(response, 'Content-Type')?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}

const decoded = (response: ReceivedResponse): Buffer | undefined =>
  withoutCoding(header(response, 'Content-Encoding'), response.body);

/** The body as text, without its content coding; `undefined` when that cannot be undone. */
export function bodyText(response: ReceivedResponse): string | undefined {
  return decoded(response) && readJson(response).text;
}

export interface JsonReading {
  /** The body as text; bytes that are not UTF-8 appear as U+FFFD. */
  readonly text: string;
  readonly validUtf8: boolean;
  readonly byteOrderMark: boolean;
  /** `undefined` with `problem` set: the body is not JSON. */
  readonly value: unknown;
  readonly problem: string | undefined;
}

/** Characters. */
const smallBody = 16 * 1024;

/** Large bodies whose readings are kept: those that checks compare at one time. */
const recentLimit = 4;

/** Of small bodies, as long as their responses are kept. */
const readings = new WeakMap<ReceivedResponse, JsonReading>();

/** Of large ones the latest only: a reading may take thirty times the room of its body, and responses are kept for long. */
const recent: { readonly response: ReceivedResponse; readonly reading: JsonReading }[] = [];

function keep(response: ReceivedResponse, reading: JsonReading): void {
  if (reading.text.length <= smallBody) readings.set(response, reading);
  else {
    recent.unshift({ response, reading });
    recent.length = Math.min(recent.length, recentLimit);
  }
}

/** The body read as JSON text (RFC 8259); computed once for each response, where it is no large one. */
export function readJson(response: ReceivedResponse): JsonReading {
  const known = readings.get(response) ?? recent.find((one) => one.response === response)?.reading;
  if (known) return known;
  const bytes = decoded(response) ?? response.body;
  let text: string;
  let validUtf8 = true;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    validUtf8 = false;
    text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }
  const byteOrderMark = text.startsWith('\uFEFF');
  let value: unknown;
  let problem: string | undefined;
  try {
    value = JSON.parse(byteOrderMark ? text.slice(1) : text);
  } catch {
    problem = text.trim() === '' ? 'the body is empty' : 'the body is not JSON';
  }
  const reading = { text, validUtf8, byteOrderMark, value, problem };
  keep(response, reading);
  return reading;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as a JSON object; `undefined` when it is anything else. */
export function jsonObject(response: ReceivedResponse): JsonObject | undefined {
  const { value } = readJson(response);
  return isJsonObject(value) ? value : undefined;
}

/** An own member of a JSON object body; hostile names such as `__proto__` are ordinary members. */
export function member(response: ReceivedResponse, name: string): unknown {
  const object = jsonObject(response);
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The same where it is a text; `undefined` for anything else. */
export function stringMember(response: ReceivedResponse, name: string): string | undefined {
  const value = member(response, name);
  return typeof value === 'string' ? value : undefined;
}

/** Deeper than any token response; parsing deeper ones could exhaust the stack. */
const depthLimit = 100;

function depth(text: string): number {
  let current = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++current);
    else if (character === '}' || character === ']') current--;
  }
  return deepest;
}

/** Syntax tree of the body, for what JSON.parse hides (duplicate members, number syntax); `undefined` when not JSON. */
function jsonTree(response: ReceivedResponse): DocumentNode | undefined {
  const known = trees.get(response);
  if (known) return known.tree;
  const tree = readTree(response);
  if (readJson(response).text.length <= smallBody) trees.set(response, { tree });
  return tree;
}

/** Of small bodies, as long as their responses are kept. */
const trees = new WeakMap<ReceivedResponse, { readonly tree: DocumentNode | undefined }>();

function readTree(response: ReceivedResponse): DocumentNode | undefined {
  const { text, problem, byteOrderMark } = readJson(response);
  if (problem !== undefined || depth(text) > depthLimit) return undefined;
  try {
    return parse(byteOrderMark ? text.slice(1) : text, { mode: 'json', ranges: true });
  } catch {
    return undefined;
  }
}

function nameOf(entry: ObjectNode['members'][number]): string {
  return entry.name.type === 'String' ? entry.name.value : entry.name.name;
}

/** Names that occur twice in one object, anywhere in the body. */
export function duplicateMembers(response: ReceivedResponse): string[] {
  const found: string[] = [];
  const visit = (node: ValueNode): void => {
    if (node.type === 'Array') for (const element of node.elements) visit(element.value);
    if (node.type !== 'Object') return;
    const seen = new Set<string>();
    for (const entry of node.members) {
      const name = nameOf(entry);
      if (seen.has(name)) found.push(name);
      seen.add(name);
      visit(entry.value);
    }
  };
  const tree = jsonTree(response);
  if (tree) visit(tree.body);
  return found;
}

/** A top-level member as it is written in the JSON text, e.g. `3600.0` or `"3600"`; `undefined` when absent. */
export function rawMember(response: ReceivedResponse, name: string): string | undefined {
  const tree = jsonTree(response);
  if (tree?.body.type !== 'Object') return undefined;
  const entry = tree.body.members.find((candidate) => nameOf(candidate) === name);
  const range = entry?.value.range;
  const { text, byteOrderMark } = readJson(response);
  return range ? (byteOrderMark ? text.slice(1) : text).slice(range[0], range[1]) : undefined;
}

/** The access token of a successful response; `undefined` for everything else. */
export function accessToken(observation: Observation | undefined): string | undefined {
  return observation?.response ? stringMember(observation.response, 'access_token') : undefined;
}

export function refreshToken(observation: Observation | undefined): string | undefined {
  return observation?.response ? stringMember(observation.response, 'refresh_token') : undefined;
}
