/** The shapes that a form's schema allows: `allOf` merged, `oneOf` and `anyOf` told apart. */
import type { Cursor } from './cursor.js';
import { branchValues } from './discriminators.js';

export interface FormVariant {
  readonly properties: ReadonlyMap<string, Cursor>;
  readonly required: ReadonlySet<string>;
  readonly pointer: string;
}

const variantLimit = 64;

/** A property described twice: the later description adds to the earlier one. */
function mergedProperty(earlier: Cursor | undefined, later: Cursor): Cursor {
  if (!earlier?.isObject || !later.isObject) return later;
  return later.with({ ...(earlier.value as object), ...(later.value as object) });
}

function merged(left: FormVariant, right: FormVariant): FormVariant {
  const properties = new Map(left.properties);
  for (const [name, property] of right.properties)
    properties.set(name, mergedProperty(properties.get(name), property));
  return {
    properties,
    required: new Set([...left.required, ...right.required]),
    pointer: right.pointer,
  };
}

function ownVariant(schema: Cursor): FormVariant {
  const properties = schema.get('properties')?.entries() ?? [];
  const listed = schema.get('required');
  // `required: true` on the property itself is an old way to say it, which people go on writing.
  const told = properties.filter(
    ([, property]) => property.isObject && property.get('required')?.value === true,
  );
  return {
    properties: new Map(properties),
    required: new Set([
      ...(typeof listed?.value === 'boolean' ? [] : (listed?.items().map((name) => name.text()) ?? [])),
      ...told.map(([name]) => name),
    ]),
    pointer: schema.pointer,
  };
}

/** True when the property admits one value only, or none of the discriminator's. */
function isDecided(property: Cursor | undefined, value: string): boolean {
  if (!property?.isObject) return false;
  const listed = property.get('enum')?.value;
  if (property.get('const')) return true;
  // A base that lists the values of all its heirs decides nothing.
  return Array.isArray(listed) && !(listed.length > 1 && listed.includes(value));
}

/** The value by which the discriminator tells the alternative from the others, where the alternative does not say it. */
function told(schema: Cursor, index: number, variant: FormVariant): FormVariant {
  const discriminator = schema.get('discriminator');
  const name = discriminator?.isObject ? discriminator.get('propertyName')?.value : undefined;
  const values = discriminator?.isObject ? discriminator.get(branchValues)?.value : undefined;
  const value: unknown = Array.isArray(values) ? values[index] : undefined;
  if (typeof name !== 'string' || typeof value !== 'string') return variant;
  const property = variant.properties.get(name);
  if (isDecided(property, value)) return variant;
  const said = { ...(property?.isObject ? (property.value as object) : {}), const: value };
  const at = property ?? discriminator ?? schema;
  return { ...variant, properties: new Map([...variant.properties, [name, at.with(said)]]) };
}

/**
 * @param schema references resolved; may be circular
 * @returns at least one variant; one for each combination of alternatives
 */
export function formVariants(schema: Cursor, above: readonly unknown[] = []): FormVariant[] {
  if (typeof schema.value === 'boolean') return [ownVariant(schema.with({}))];
  // A base from which the alternatives inherit, and which names them by its discriminator.
  if (above.includes(schema.value) && schema.get('discriminator')) return [ownVariant(schema)];
  if (above.includes(schema.value))
    schema.fail('the schema of the form contains itself', 'describe the form without a circular reference');
  const path = [...above, schema.value];
  const { pointer } = schema;
  let variants = [ownVariant(schema)];
  const combine = (parts: FormVariant[], keepPointer: boolean) => {
    variants = variants.flatMap((variant) =>
      parts.map((part) => ({ ...merged(variant, part), ...(keepPointer ? { pointer } : {}) })),
    );
    if (variants.length > variantLimit)
      schema.fail('the form has too many alternatives', 'describe one alternative for each grant_type');
  };
  for (const part of schema.get('allOf')?.items() ?? []) combine(formVariants(part, path), true);
  for (const keyword of ['oneOf', 'anyOf']) {
    const alternatives = schema.get(keyword)?.items() ?? [];
    if (alternatives.length > 0)
      combine(
        alternatives.flatMap((alternative, index) =>
          formVariants(alternative, path).map((variant) => told(schema, index, variant)),
        ),
        false,
      );
  }
  return variants;
}
