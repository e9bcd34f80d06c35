/**
 * Token requests whose parameters a document names or nests in its own way: `grantType`, or `grant_type` within
 * `data`. The contract knows them by the names of the standard, and remembers how they are sent.
 */
import type { Cursor } from './cursor.js';
import { type FormVariant, formVariants } from './form-variants.js';
import { standardName } from './oauth-parameters.js';

export interface NamedVariants {
  readonly variants: readonly FormVariant[];
  /**
   * By the standard's name: the name that is sent, behind those of the objects around it. All parameters of a request in
   * an envelope, else those that have another name.
   */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** Deeper than any envelope. */
const depthLimit = 4;

/** Objects that are looked into: more than any envelope has, and documents are untrusted. */
const objectLimit = 500;

/** How many more objects are looked into. */
interface Budget {
  left: number;
}

const grantType = 'grant_type';

function hasGrantType({ properties }: FormVariant): boolean {
  return [...properties.keys()].some((name) => standardName(name) === grantType);
}

/** None of an object that no request can be made of, such as a circular one. */
function shapesOf(property: Cursor): FormVariant[] {
  try {
    return formVariants(property);
  } catch {
    return [];
  }
}

/** The shapes of a property that is an object and asks for the grant, at whatever depth. */
function shapesWithin(property: Cursor, depth: number, budget: Budget): FormVariant[] {
  if (!property.isObject || property.get('properties')?.isObject !== true) return [];
  if (budget.left-- <= 0) return [];
  const shapes = shapesOf(property);
  return shapes.some((shape) => hasGrantType(shape) || holders(shape, budget, depth + 1).length > 0)
    ? shapes
    : [];
}

function holders(variant: FormVariant, budget: Budget, depth = 0): [string, FormVariant[]][] {
  if (depth > depthLimit) return [];
  return [...variant.properties].flatMap(([name, property]) => {
    const shapes = shapesWithin(property, depth, budget);
    return shapes.length > 0 ? [[name, shapes] as [string, FormVariant[]]] : [];
  });
}

interface Flat {
  readonly variant: FormVariant;
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

function ownPaths(variant: FormVariant, prefix: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map([...variant.properties.keys()].map((name) => [name, [...prefix, name]]));
}

/** An object around the parameters is taken away; several of them, side by side, are alternatives. */
function flattened(variant: FormVariant, budget: Budget, prefix: readonly string[] = []): Flat[] {
  const inner = hasGrantType(variant) ? [] : holders(variant, budget, prefix.length);
  const [envelope] = inner;
  if (!envelope) return [{ variant, paths: ownPaths(variant, prefix) }];
  if (inner.length > 1)
    return inner.flatMap(([, shapes]) => shapes.flatMap((shape) => flattened(shape, budget, prefix)));
  const [name, shapes] = envelope;
  return shapes
    .flatMap((shape) => flattened(shape, budget, [...prefix, name]))
    .map(({ variant: within, paths }) => {
      const beside = [...variant.properties].filter(
        ([other]) => other !== name && !within.properties.has(other),
      );
      return {
        variant: {
          properties: new Map([...beside, ...within.properties]),
          required: new Set([
            ...beside.flatMap(([other]) => (variant.required.has(other) ? [other] : [])),
            ...within.required,
          ]),
          pointer: within.pointer,
        },
        paths: new Map([...beside.map(([other]) => [other, [...prefix, other]] as const), ...paths]),
      };
    });
}

/** With the standard's names, where they are not taken. */
function renamed({ variant, paths }: Flat): Flat {
  const nameOf = (name: string): string => {
    const standard = standardName(name);
    return standard === undefined || variant.properties.has(standard) ? name : standard;
  };
  return {
    variant: {
      ...variant,
      properties: new Map([...variant.properties].map(([name, property]) => [nameOf(name), property])),
      required: new Set([...variant.required].map(nameOf)),
    },
    paths: new Map([...paths].map(([name, path]) => [nameOf(name), path])),
  };
}

/** @param variants as the document names their parameters */
export function withStandardNames(variants: readonly FormVariant[]): NamedVariants {
  const budget = { left: objectLimit };
  const all = variants.flatMap((variant) => flattened(variant, budget)).map(renamed);
  const paths = all.flatMap((one) => [...one.paths]);
  const enveloped = paths.some(([, path]) => path.length > 1);
  return {
    variants: all.map(({ variant }) => variant),
    names: Object.fromEntries(paths.filter(([name, path]) => enveloped || path[0] !== name)),
  };
}
