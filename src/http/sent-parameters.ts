/** The parameters of a token request, read back from the wire in whatever encoding they were sent. */
import type { Field, SentRequest } from './observation.js';

/** The members of an object, and of those within it. */
function membersOf(value: object): Field[] {
  return Object.entries(value).flatMap(([name, one]): Field[] => {
    if (Array.isArray(one)) return [[name, one.join(' ')]];
    if (typeof one !== 'object' || one === null) return [[name, String(one)]];
    return [[name, JSON.stringify(one)], ...membersOf(one)];
  });
}

const isCamelCase = (name: string): boolean => /[a-z][A-Z]/.test(name);

/** Some documents write `grantType` for `grant_type`: the field is given under both names. */
function withStandardNames(fields: URLSearchParams): URLSearchParams {
  if (![...fields.keys()].some(isCamelCase)) return fields;
  const both = [...fields].flatMap(([name, value]): [string, string][] => {
    const standard = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
    return isCamelCase(name)
      ? [
          [name, value],
          [standard, value],
        ]
      : [[name, value]];
  });
  return new URLSearchParams(both);
}

function jsonFields(text: string): Field[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return membersOf(value);
  } catch {
    return []; // spoilt on purpose
  }
}

function multipartFields(text: string): Field[] {
  return [...text.matchAll(/name="([^"]*)"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n(.*?)\r?\n--/gs)].map(
    (match): Field => [match[1] ?? '', match[2] ?? ''],
  );
}

const ofFields = (fields: readonly Field[]): URLSearchParams =>
  new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));

function bodyFields({ headers, body }: Pick<SentRequest, 'headers' | 'body'>): URLSearchParams {
  const text = body.toString('utf8');
  const mediaType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (/^multipart\//i.test(mediaType)) return ofFields(multipartFields(text));
  if (/[/+]json\b/i.test(mediaType)) return ofFields(jsonFields(text));
  return new URLSearchParams(text);
}

function read({ url, headers, body }: SentRequest): URLSearchParams {
  const fields =
    body.length > 0 || !URL.canParse(url) ? bodyFields({ headers, body }) : new URL(url).searchParams;
  return withStandardNames(fields);
}

/** Several checks of each observation ask for them. */
const readings = new WeakMap<SentRequest, URLSearchParams>();

/** Those of the body; of a request without one, those of the query. The same object for the same request: not to be changed. */
export function sentParameters(request: SentRequest): URLSearchParams {
  const known = readings.get(request) ?? read(request);
  readings.set(request, known);
  return known;
}
