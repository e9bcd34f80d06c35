/** The JSON Schemas of this package for what its users write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from './contract.js';
import type { Cursor } from './cursor.js';
import { childPointer, pointerTokens } from './json-pointer.js';
import { packageRoot } from './package-root.js';
import { compileSchema, firstProblem } from './schema.js';

const schemas = new Map<string, JsonSchema>();

function packageSchema(file: string): JsonSchema {
  const known = schemas.get(file);
  if (known !== undefined) return known;
  const schema = JSON.parse(readFileSync(join(packageRoot, 'schemas', file), 'utf8')) as JsonSchema;
  schemas.set(file, schema);
  return schema;
}

/** Throws the error of the cursor's document for the first thing at which it breaks `schemas/<file>`. */
export function refuseUnless(at: Cursor, file: string): void {
  const validate = compileSchema(packageSchema(file));
  if (validate(at.value)) return;
  const [error] = validate.errors ?? [];
  if (!error) return;
  const { additionalProperty, allowedValues } = error.params as {
    additionalProperty?: string;
    allowedValues?: readonly unknown[];
  };
  const path = pointerTokens(error.instancePath);
  const pointer = (additionalProperty === undefined ? path : [...path, additionalProperty]).reduce(
    childPointer,
    at.pointer,
  );
  const problem =
    additionalProperty !== undefined
      ? `${JSON.stringify(additionalProperty)} is not known here`
      : allowedValues !== undefined
        ? `it must be one of ${allowedValues.map((value) => JSON.stringify(value)).join(', ')}`
        : `it ${error.message ?? 'is not allowed'}`;
  at.source.fail(pointer, problem, `see schemas/${file}`);
}

/** The first thing at which a value breaks `schemas/<file>`; `undefined` when there is none. Quotes no value. */
export function firstSchemaProblem(file: string, value: unknown): string | undefined {
  return firstProblem(packageSchema(file), value);
}
