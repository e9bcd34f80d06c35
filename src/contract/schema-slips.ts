/** Slips in schemas that leave no doubt about what is meant. */
import type { JsonSchema } from './contract.js';

type Keywords = Record<string, unknown>;

/** Types of other languages, in lower case; `undefined`: any. */
const types: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(
    ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'].map((name) => [name, name]),
  ),
  int: 'integer',
  int32: 'integer',
  int64: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  bool: 'boolean',
  date: 'string',
  datetime: 'string',
  'date-time': 'string',
  uuid: 'string',
  uri: 'string',
  email: 'string',
  password: 'string',
  file: 'string',
  text: 'string',
  any: undefined,
};

/** What was mended, on the schema: an annotation, which no validator heeds. */
const mark = 'x-read-as';

function readType(type: unknown): { readonly type: string | undefined } | undefined {
  if (typeof type !== 'string') return undefined;
  const word = type.toLowerCase();
  return word !== types[word] || type !== word
    ? Object.hasOwn(types, word)
      ? { type: types[word] }
      : undefined
    : undefined;
}

/** `/^[a-z]+$/i` is JavaScript; JSON Schema wants what stands between the slashes. */
function readPattern(pattern: unknown): string | undefined {
  return typeof pattern === 'string' ? /^\/(\^.*\$)\/[a-z]*$/.exec(pattern)?.[1] : undefined;
}

/** `urn%3Aietf%3Aparams…`: as it looks in a form, and no value; it would be encoded twice. */
export function plainUrn(text: string): string {
  if (!/^urn%3a/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The values of a schema, decoded; `undefined`: nothing is encoded. */
function readValues(keywords: Keywords): Keywords | undefined {
  const plain = (value: unknown): unknown => (typeof value === 'string' ? plainUrn(value) : value);
  const changed = ['const', 'default', 'example', 'enum', 'examples'].flatMap((name) => {
    const value = keywords[name];
    const read = Array.isArray(value) ? value.map(plain) : plain(value);
    return JSON.stringify(read) === JSON.stringify(value) ? [] : [[name, read] as const];
  });
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

/** @param keywords of one schema; the schemas in it have been mended */
export function mendedSchema(keywords: Keywords): Keywords {
  const type = readType(keywords.type);
  const pattern = readPattern(keywords.pattern);
  const values = readValues(keywords);
  if (!type && pattern === undefined && !values) return keywords;
  const result: Keywords = { ...keywords };
  const slips: string[] = [];
  if (type) {
    slips.push(`type ${String(keywords.type)} is read as ${type.type ?? 'any'}`);
    if (type.type === undefined) delete result.type;
    else result.type = type.type;
  }
  if (pattern !== undefined) {
    slips.push(`the pattern is read without its slashes`);
    result.pattern = pattern;
  }
  if (values) slips.push('a value is read without its percent-encoding');
  return { ...result, ...values, [mark]: slips };
}

/** What was mended in a schema and those within it, each once. */
export function slipsOfSchema(schema: JsonSchema): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const slips = (value as Keywords)[mark];
    if (Array.isArray(slips)) for (const slip of slips) found.add(String(slip));
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(schema);
  return [...found];
}
