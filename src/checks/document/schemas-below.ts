/** Every schema of a schema: the members, the elements, the parts. */
import type { Cursor } from '../../contract/cursor.js';

const single = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];
const lists = ['allOf', 'oneOf', 'anyOf', 'prefixItems'];
const maps = ['properties', 'patternProperties', '$defs', 'dependentSchemas'];

/** Itself first; each once, however often and however circularly it is referred to. */
export function schemasBelow(schema: Cursor, seen = new Set<unknown>()): Cursor[] {
  if (!schema.isObject || seen.has(schema.value)) return [];
  seen.add(schema.value);
  const inner = [
    ...single.flatMap((keyword) => schema.get(keyword) ?? []),
    ...lists.flatMap((keyword) => {
      const list = schema.get(keyword);
      return Array.isArray(list?.value) ? list.items() : [];
    }),
    ...maps.flatMap((keyword) => {
      const map = schema.get(keyword);
      return map?.isObject ? map.entries().map(([, one]) => one) : [];
    }),
  ];
  return [schema, ...inner.flatMap((one) => schemasBelow(one, seen))];
}
