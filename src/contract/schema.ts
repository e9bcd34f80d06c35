/** Judging values by JSON Schemas (2020-12). */
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from './contract.js';
import { safePattern } from './safe-pattern.js';

const options: Options = {
  strict: false, // unknown keywords are annotations, as OpenAPI's are
  allErrors: true,
  logger: false,
  // Compiling the meta-schema takes longer than everything else a worker does at start, and
  // `validateDocument` has judged the document's schemas before any worker runs.
  meta: false,
  validateSchema: false,
  code: { regExp: Object.assign((pattern: string) => safePattern(pattern), { code: 'safePattern' }) },
};

/** More than anybody reads; a hostile value can break a schema in very many places. */
const problemLimit = 20;

function newAjv(overrides: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({ ...options, ...overrides });
  addFormats.default(ajv);
  return ajv;
}

let ajv: Ajv2020 | undefined;
let checking: Ajv2020 | undefined;
const compiled = new WeakMap<object, ValidateFunction>();

/**
 * The compiled schema, one for each schema object.
 *
 * @throws Error for a schema that cannot be compiled, which `validateDocument` reports beforehand
 */
export function compileSchema(schema: JsonSchema): ValidateFunction {
  ajv ??= newAjv();
  if (typeof schema === 'boolean') return ajv.compile(schema);
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

/** Reasons why it is not a JSON Schema (2020-12) at all; empty when it is one. Slow: compiles the meta-schema. */
export function schemaFaults(schema: JsonSchema): string[] {
  checking ??= newAjv({ meta: true, validateSchema: true });
  const valid = checking.validateSchema(schema);
  if (!valid) return [...new Set((checking.errors ?? []).map(described))].slice(0, 3);
  try {
    compileSchema(schema);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** `/expires_in must be integer`. Never quotes the value; of a place, no more than the path to it. */
function described({ instancePath, message }: ErrorObject): string {
  const place = instancePath === '' ? 'the value' : instancePath.replace(/\p{Cc}/gu, '?').slice(0, 200);
  return `${place} ${message ?? 'does not satisfy its schema'}`;
}

/** What is wrong with a value, one line each; empty when it satisfies the schema. */
export function schemaProblems(schema: JsonSchema, value: unknown): string[] {
  const validate = compileSchema(schema);
  if (validate(value)) return [];
  return [...new Set((validate.errors ?? []).map(described))].slice(0, problemLimit);
}

let quick: Ajv2020 | undefined;

/** The first thing that is wrong with a value; `undefined` for none. However much is wrong, it stops there. */
export function firstProblem(schema: JsonSchema, value: unknown): string | undefined {
  quick ??= newAjv({ allErrors: false });
  const validate = quick.compile(schema);
  return validate(value) ? undefined : described((validate.errors ?? [])[0] as ErrorObject);
}
