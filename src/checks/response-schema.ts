/** Looking into the response schemas of a contract. */
import type { Contract, JsonSchema } from '../contract/contract.js';
import { responseFor } from '../contract/responses.js';
import { isJsonObject } from '../http/answer.js';

/** What the contract says about a member of the JSON body of that status, where it says so plainly. */
export function memberSchema(contract: Contract, status: number, name: string): JsonSchema | undefined {
  const schema = responseFor(contract, status)?.schema;
  const properties = isJsonObject(schema) ? schema.properties : undefined;
  const found = isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return typeof found === 'boolean' || isJsonObject(found) ? found : undefined;
}

const closing = new Set(['additionalProperties', 'unevaluatedProperties']);
const opened = new WeakMap<object, unknown>();

function open(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const known = opened.get(node);
  if (known !== undefined) return known;
  // Remembered before it is filled: a dereferenced schema may contain itself.
  const copy: unknown[] | Record<string, unknown> = Array.isArray(node) ? [] : {};
  opened.set(node, copy);
  for (const [keyword, value] of Object.entries(node))
    if (!(closing.has(keyword) && value === false)) Reflect.set(copy, keyword, open(value));
  return copy;
}

/** The schema without `additionalProperties: false` and `unevaluatedProperties: false`, at any depth. */
export function openSchema(schema: JsonSchema): JsonSchema {
  return open(schema) as JsonSchema;
}

/** The first few problems, on one line. */
export function summary(problems: readonly string[]): string {
  const shown = problems.slice(0, 3).join('; ');
  const rest = problems.length - 3;
  return `${shown}${rest > 0 ? `; and ${rest} more` : ''}`.replace(/\s+/g, ' ');
}
