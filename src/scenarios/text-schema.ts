/**
 * Whether a text satisfies the schema of a header, query or form parameter. Deriving asks this in every worker
 * before the first request: compiling each schema with Ajv would take longer than all the rest of it.
 */
import addFormats, { type FormatName } from 'ajv-formats';
import type { JsonSchema } from '../contract/contract.js';
import { safePattern } from '../contract/safe-pattern.js';

const formats = addFormats.default;

function ofFormat(name: string, text: string): boolean {
  let format: ReturnType<typeof formats.get>;
  try {
    format = formats.get(name as FormatName);
  } catch {
    return true; // a format that is not known demands nothing (JSON Schema 2020-12 validation, section 7)
  }
  if (typeof format === 'object' && 'validate' in format) {
    if (format.type === 'number') return true; // such as int32: the keyword `type` has decided
    format = format.validate as RegExp | ((value: string) => boolean);
  }
  if (format instanceof RegExp) return format.test(text);
  return typeof format === 'function' ? Boolean(format(text)) : true;
}

function matches(pattern: unknown, text: string): boolean {
  try {
    return safePattern(String(pattern)).test(text);
  } catch {
    return true;
  }
}

/** On the wire every value is a text: `5` satisfies `type: integer`. */
const types: Readonly<Record<string, (text: string) => boolean>> = {
  string: () => true,
  integer: (text) => /^-?\d+$/.test(text),
  number: (text) => /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text),
  boolean: (text) => text === 'true' || text === 'false',
};

const branches = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value : []);

/** What each keyword demands of a text; others demand nothing that is known here. */
const demands: Readonly<Record<string, (value: unknown, text: string) => boolean>> = {
  type: (value, text) => [value].flat().some((type) => types[String(type)]?.(text) ?? false),
  const: (value, text) => String(value) === text,
  enum: (value, text) => Array.isArray(value) && value.some((one) => String(one) === text),
  minLength: (value, text) => [...text].length >= Number(value),
  maxLength: (value, text) => [...text].length <= Number(value),
  minimum: (value, text) => !(Number(text) < Number(value)),
  maximum: (value, text) => !(Number(text) > Number(value)),
  pattern: matches,
  format: (value, text) => ofFormat(String(value), text),
  allOf: (value, text) => branches(value).every((schema) => admits(schema, text)),
  anyOf: (value, text) => branches(value).some((schema) => admits(schema, text)),
  oneOf: (value, text) => branches(value).filter((schema) => admits(schema, text)).length === 1,
  not: (value, text) => !admits(value as JsonSchema, text),
};

export function admits(schema: JsonSchema, text: string): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.entries(schema).every(([keyword, value]) =>
    Object.hasOwn(demands, keyword) ? (demands[keyword]?.(value, text) ?? true) : true,
  );
}
