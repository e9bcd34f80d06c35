/** Encodings of the parameters of a token request that RFC 6749 does not know and documents describe. */
import type { JsonType, RequestEncoding } from '../contract/contract.js';
import type { Field } from '../http/observation.js';

/** Fixed, so that a replay sends the same bytes; no value that we send contains it. */
const boundary = 'token-conformance-5f2e8c1b7a904d36';

function jsonValue(text: string, type: JsonType | undefined): string {
  if (type === 'number' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return text;
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text;
  if (type === 'list') return JSON.stringify(text.split(/[\s,]+/).filter((part) => part !== ''));
  if (type === 'value')
    try {
      return JSON.stringify(JSON.parse(text));
    } catch {
      // Not the JSON that the document wants: sent as it is, for the server to refuse.
    }
  return JSON.stringify(text);
}

/** A value, and the names of the objects and the member in which it stands. */
interface Placed {
  readonly path: readonly string[];
  readonly value: string;
}

function encodeMembers(all: readonly Placed[]): string {
  const opened = new Set<string>();
  const members = all.flatMap(({ path: [name = '', ...rest], value }) => {
    if (rest.length === 0) return [`${JSON.stringify(name)}:${value}`];
    if (opened.has(name)) return [];
    opened.add(name);
    const within = all.filter(({ path }) => path.length > 1 && path[0] === name);
    const inner = within.map((one) => ({ ...one, path: one.path.slice(1) }));
    return [`${JSON.stringify(name)}:${encodeMembers(inner)}`];
  });
  return `{${members.join(',')}}`;
}

/** An object with the fields as members, in their order; a field that is sent twice is a member that stands there twice. */
export function encodeJson(
  fields: readonly Field[],
  { names, types }: Pick<RequestEncoding, 'names' | 'types'>,
): string {
  const envelope = names.grant_type?.slice(0, -1) ?? [];
  return encodeMembers(
    fields.map(([name, value]) => ({
      path: (Object.hasOwn(names, name) ? names[name] : undefined) ?? [...envelope, name],
      value: jsonValue(value, Object.hasOwn(types, name) ? types[name] : undefined),
    })),
  );
}

/** multipart/form-data (RFC 7578). */
export function encodeMultipart(fields: readonly Field[]): string {
  const escaped = (name: string) => name.replace(/["\r\n]/g, (character) => encodeURIComponent(character));
  const parts = fields.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

/** The Content-Type of a body in that encoding; `undefined` where there is none. */
export function contentTypeOf({ body, mediaType }: RequestEncoding): string | undefined {
  if (body === 'none') return undefined;
  return body === 'multipart' ? `${mediaType}; boundary=${boundary}` : mediaType;
}
