/** Looking into a schema that is composed of others by `allOf`, `oneOf` and `anyOf`. */
import type { Cursor } from './cursor.js';

const alternatives = ['oneOf', 'anyOf'] as const;

function parts(schema: Cursor, keyword: string): Cursor[] {
  const list = schema.get(keyword);
  return Array.isArray(list?.value) ? list.items() : [];
}

/** The schema and everything that it is composed of, each once. Circular compositions end. */
export function composition(schema: Cursor, seen = new Set<unknown>()): Cursor[] {
  if (!schema.isObject || seen.has(schema.value)) return [];
  seen.add(schema.value);
  const inner = ['allOf', ...alternatives].flatMap((keyword) => parts(schema, keyword));
  return [schema, ...inner.flatMap((part) => composition(part, seen))];
}

/** Every description of a member, wherever in the composition it stands. */
export function membersNamed(schema: Cursor, name: string): Cursor[] {
  return composition(schema).flatMap((part) => {
    const properties = part.get('properties');
    const member = properties?.isObject ? properties.get(name) : undefined;
    return member ? [member] : [];
  });
}

/** True when the schema names members at all. */
export function namesMembers(schema: Cursor): boolean {
  return composition(schema).some((part) => part.get('properties')?.isObject === true);
}

/** True when an object without the member never satisfies the schema, as far as `required` says so. */
export function requires(schema: Cursor, name: string, above: readonly unknown[] = []): boolean {
  if (!schema.isObject || above.includes(schema.value)) return false;
  const path = [...above, schema.value];
  const listed = schema.get('required')?.value;
  if (Array.isArray(listed) && listed.includes(name)) return true;
  if (parts(schema, 'allOf').some((part) => requires(part, name, path))) return true;
  return alternatives.some((keyword) => {
    const choices = parts(schema, keyword);
    return choices.length > 0 && choices.every((choice) => requires(choice, name, path));
  });
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/**
 * The types that a schema admits (`null` included, by `nullable` or as a type); empty when it does not restrict
 * them.
 */
export function typesOf(schema: Cursor): Set<string> {
  const types = new Set<string>();
  for (const part of composition(schema)) {
    const stated = [part.get('type')?.value].flat();
    const constant = part.get('const');
    const listed = part.get('enum')?.value;
    const values = [...(constant ? [constant.value] : []), ...(Array.isArray(listed) ? listed : [])];
    for (const type of stated) if (typeof type === 'string') types.add(type);
    if (stated.every((type) => typeof type !== 'string'))
      for (const value of values) types.add(typeOf(value));
    if (part.get('nullable')?.value === true) types.add('null');
  }
  return types;
}

/** The values that `enum` or `const` allow; `undefined` when neither restricts them. */
export function valuesOf(schema: Cursor): unknown[] | undefined {
  const lists = composition(schema).flatMap((part) => {
    const constant = part.get('const');
    const listed = part.get('enum')?.value;
    return [...(constant ? [[constant.value]] : []), ...(Array.isArray(listed) ? [listed] : [])];
  });
  return lists.length > 0 ? lists.flat() : undefined;
}
