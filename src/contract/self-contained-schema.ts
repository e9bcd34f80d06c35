/**
 * A schema of the document as a plain JSON Schema (2020-12) that can be compiled on its own: finite, even where
 * the document's references are circular, and free of what OpenAPI 3.0 writes differently.
 */
import type { JsonSchema } from './contract.js';
import type { Cursor } from './cursor.js';
import { childPointer } from './json-pointer.js';
import { mendedSchema } from './schema-slips.js';

/** References that repeat each other can multiply a small document beyond any memory. */
const nodeLimit = 20_000;

/** Keywords whose values are data, not schemas. */
const dataKeywords = new Set(['const', 'enum', 'default', 'example', 'examples']);

/** Keywords whose members are named by the author: below them a name is not a keyword. */
const schemaMaps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/** Identification of the resource: the copy has no place of its own, and two copies must not collide. */
const identifying = new Set(['$id', '$anchor', '$dynamicAnchor', '$schema']);

type Keywords = Record<string, unknown>;

/** OpenAPI 3.0 follows draft 5: `nullable`, and boolean exclusive limits. */
function modernized(keywords: Keywords): Keywords {
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...rest } = keywords;
  const modern: Keywords = { ...rest };
  if (nullable === true && typeof rest.type === 'string') modern.type = [rest.type, 'null'];
  if (nullable === true && Array.isArray(rest.enum)) modern.enum = [...new Set([...rest.enum, null])];
  for (const [limit, plain, value] of [
    ['exclusiveMinimum', 'minimum', exclusiveMinimum],
    ['exclusiveMaximum', 'maximum', exclusiveMaximum],
  ] as const) {
    if (value === true) {
      modern[limit] = rest[plain];
      delete modern[plain];
    } else if (typeof value === 'number') modern[limit] = value;
  }
  return modern;
}

/**
 * @param at the schema, references resolved; circular objects are allowed
 * @throws ContractError when it is neither an object nor a boolean, too large, or refers to itself only
 */
export function selfContained(at: Cursor, openapi30: boolean): JsonSchema {
  if (typeof at.value === 'boolean') return at.value;
  if (at.value === null) return true; // YAML that stops after the name
  if (!at.isObject) at.fail('a schema is expected here', 'write a JSON Schema: a mapping, true or false');
  const above = new Map<object, string>();
  let nodes = 0;
  const copy = (value: unknown, pointer: string, holdsSchemas = false): unknown => {
    if (++nodes > nodeLimit)
      at.fail('the schema grows too large when its references are resolved', 'simplify the schema');
    if (typeof value !== 'object' || value === null) return value;
    const ancestor = above.get(value);
    if (ancestor !== undefined) return { $ref: encodeURI(ancestor) };
    above.set(value, pointer);
    const result = Array.isArray(value)
      ? value.map((element, index) => copy(element, childPointer(pointer, index)))
      : copyOfObject(value as Keywords, pointer, holdsSchemas);
    above.delete(value);
    return result;
  };
  const copyOfObject = (members: Keywords, pointer: string, holdsSchemas: boolean): Keywords => {
    if (typeof members.$ref === 'string')
      at.fail(`a reference in the schema leads to itself: ${members.$ref}`, 'let it refer to a schema');
    const copied = Object.entries(members)
      .filter(([name, value]) => !(identifying.has(name) && typeof value === 'string'))
      .map(([name, value]) => {
        const isData = !holdsSchemas && dataKeywords.has(name);
        const namesFollow = !holdsSchemas && schemaMaps.has(name);
        // In YAML a schema may be left empty, too.
        if (holdsSchemas && value === null) return [name, true];
        return [name, isData ? value : copy(value, childPointer(pointer, name), namesFollow)];
      });
    const result = Object.fromEntries(copied) as Keywords;
    if (holdsSchemas) return result;
    // An old way to say it of a property, which no JSON Schema knows.
    if (typeof result.required === 'boolean') delete result.required;
    const mended = mendedSchema(result);
    return openapi30 ? modernized(mended) : mended;
  };
  return copy(at.value, '#') as JsonSchema;
}
