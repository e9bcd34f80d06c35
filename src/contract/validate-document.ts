/** The thorough, slow validation of a document: once, before a run. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Assumption, Contract, JsonSchema } from './contract.js';
import { childPointer, pointerTokens } from './json-pointer.js';
import { mendedPart } from './lenient.js';
import { contractOf, readSource } from './read-contract.js';
import { schemaFaults } from './schema.js';
import { slipsOfSchema } from './schema-slips.js';
import type { SourceFile } from './source-file.js';

const shownViolations = 4;

/** Keywords that only say that something below them failed. */
const summaries = new Set(['if', 'then', 'else', 'oneOf', 'anyOf', 'allOf', 'not', '$ref', '$dynamicRef']);

interface Violation {
  readonly pointer: string;
  readonly problem: string;
  /** The member, where OpenAPI does not know it. */
  readonly unknown?: string;
}

/** What a contract is read from. */
const telling = [
  'requestbody',
  'responses',
  'parameters',
  'content',
  'schema',
  'security',
  'servers',
  'required',
];

/** Edits that lead from one word to the other. */
function distance(left: string, right: string): number {
  let row = [...Array(right.length + 1).keys()];
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++)
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + Number(left[i] !== right[j])),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** True for a slip of the pen by which something would be overlooked that the author means. */
function isMisspelt(member: string): boolean {
  const word = member.toLowerCase().replace(/[_-]/g, '').slice(0, 40);
  return telling.some((known) => distance(word, known) <= 2);
}

function violationOf({ instancePath, message, params }: ErrorObject): Violation {
  const { unevaluatedProperty, additionalProperty } = params as Record<string, string | undefined>;
  const unknown = unevaluatedProperty ?? additionalProperty;
  const at = pointerTokens(instancePath).reduce(childPointer, '#');
  return unknown === undefined
    ? { pointer: at, problem: message ?? 'is not allowed' }
    : { pointer: childPointer(at, unknown), problem: 'is not known to OpenAPI here', unknown };
}

function violationsOf(errors: readonly ErrorObject[]): Violation[] {
  const telling = errors.filter(({ keyword }) => !summaries.has(keyword));
  // A member that is wrong inside also counts as unevaluated outside: the inner complaint is the telling one.
  const inner = telling.filter(({ keyword }) => keyword !== 'unevaluatedProperties');
  const violations = (inner.length > 0 ? inner : telling.length > 0 ? telling : errors).map(violationOf);
  const seen = new Set<string>();
  return violations.filter(({ pointer, problem }) => {
    const text = `${pointer} ${problem}`;
    return !seen.has(text) && seen.add(text);
  });
}

/** Of the document, only what describes the token endpoint is judged: the rest is no business of ours. */
async function refuseViolations(source: SourceFile, pointer: string): Promise<Assumption[]> {
  // Loaded here because workers, which only read contracts, do without it.
  const { Validator } = await import('@seriousme/openapi-schema-validator');
  const { part } = mendedPart(source.value, pointer);
  const result = await new Validator({ allErrors: true, logger: false }).validate(
    part as Record<string, unknown>,
  );
  // A text instead of a list is about references, which `dereference` judges: the validator knows one file only.
  if (!Array.isArray(result.errors)) return [];
  const all = violationsOf(result.errors);
  const ignored = all.filter(({ unknown }) => unknown !== undefined && !isMisspelt(unknown));
  const slips = ignored.map(({ pointer, problem, unknown }) => ({
    what: `${unknown} ${problem}; it is ignored`,
    pointer,
  }));
  const violations = all.filter((one) => !ignored.includes(one));
  const [first] = violations;
  if (!first) return slips;
  const shown = violations.slice(0, shownViolations).map(({ pointer, problem }) => {
    const line = source.line(pointer);
    return `${pointer}${line === undefined ? '' : ` (line ${line})`} ${problem}`;
  });
  const more = violations.length - shown.length;
  source.fail(
    first.pointer,
    `the document breaks the schema of OpenAPI: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    'correct these places; https://spec.openapis.org/oas/ describes each object',
  );
}

function schemasOf(contract: Contract): { schema: JsonSchema; pointer: string; of: string }[] {
  const parameters = [
    ...contract.parameters.flatMap((parameter) => [parameter, parameter.alternative]),
    ...contract.grants.flatMap((grant) => grant.parameters),
  ].filter((parameter) => parameter !== undefined);
  return [
    ...parameters.map(({ schema, pointer, name }) => ({ schema, pointer, of: `the parameter ${name}` })),
    ...contract.responses.flatMap(({ schema, pointer, status, headers }) => [
      ...(schema === undefined ? [] : [{ schema, pointer, of: `the response ${status}` }]),
      ...headers.map((header) => ({
        schema: header.schema,
        pointer: header.pointer,
        of: `the header ${header.name}`,
      })),
    ]),
  ];
}

/**
 * Reads the contract, and judges what `readContract` takes on trust: the document against OpenAPI's own schema,
 * and the contract's schemas against JSON Schema.
 *
 * @param wanted the operation, where the user names one
 * @throws ContractError
 */
export async function validateDocument(file: string, wanted?: string): Promise<Contract> {
  const source = await readSource(file);
  const contract = await contractOf(source, wanted);
  const slips = await refuseViolations(source, contract.pointer);
  for (const { schema, pointer, of } of schemasOf(contract)) {
    for (const slip of slipsOfSchema(schema)) slips.push({ what: `${slip} in the schema of ${of}`, pointer });
    const faults = schemaFaults(schema);
    if (faults.length > 0)
      source.fail(
        pointer,
        `the schema of ${of} is not a JSON Schema: ${faults.join('; ')}`,
        'correct the schema; https://json-schema.org/draft/2020-12 describes its keywords',
      );
  }
  return { ...contract, assumptions: [...contract.assumptions, ...slips] };
}
