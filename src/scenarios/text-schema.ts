/** Whether a text satisfies the schema of a header, query or form parameter. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../contract/contract.js';

/** The document was validated when it was read: schemas are not validated again, which is the slow part of Ajv. */
function createAjv(): Ajv2020 {
  // On the wire every value is a text: `5` satisfies `type: integer`.
  const ajv = new Ajv2020({
    strict: false,
    logger: false,
    meta: false,
    validateSchema: false,
    coerceTypes: true,
  });
  addFormats.default(ajv);
  return ajv;
}

let ajv: Ajv2020 | undefined;
const compiled = new WeakMap<object, ValidateFunction | undefined>();

function validator(schema: Readonly<Record<string, unknown>>): ValidateFunction | undefined {
  if (!compiled.has(schema)) {
    ajv ??= createAjv();
    let validate: ValidateFunction | undefined;
    try {
      validate = ajv.compile(schema);
    } catch {
      // Such as a pattern that is no ECMAScript expression: what it demands is not known here.
    }
    compiled.set(schema, validate);
  }
  return compiled.get(schema);
}

/** A schema that cannot be compiled admits every text: nothing is judged by what is not understood. */
export function admits(schema: JsonSchema, text: string): boolean {
  if (typeof schema === 'boolean') return schema;
  return validator(schema)?.(text) ?? true;
}

const constraining = [
  'const',
  'enum',
  'format',
  'maxLength',
  'minLength',
  'pattern',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
];

/** False for a bare `type: string`: compiling it would be in vain. */
export function isConstrained(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return false;
  return (
    constraining.some((keyword) => keyword in schema) ||
    (schema.type !== undefined && schema.type !== 'string')
  );
}
