import type { JsonSchema, ResponseHeaderContract } from '../../contract/contract.js';
import { responseFor } from '../../contract/responses.js';
import { schemaProblems } from '../../contract/schema.js';
import { header, isJsonObject } from '../../http/answer.js';
import { onOperation } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { describedResponse, example } from '../examples.js';
import { summary } from '../response-schema.js';

/** A list conforms when one of its elements does: `no-store, private` is as good as `no-store`. */
const lists = new Set(['cache-control', 'pragma', 'www-authenticate']);

/** The value as its schema sees it: header fields are text, schemas may speak of numbers. */
function typed(text: string, schema: JsonSchema): unknown {
  const type = isJsonObject(schema) ? schema.type : undefined;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function problemsOf({ name, schema }: ResponseHeaderContract, value: string): string[] {
  const problems = schemaProblems(schema, typed(value, schema));
  if (problems.length === 0 || !lists.has(name.toLowerCase())) return problems;
  const elements = value.split(',').map((element) => element.trim());
  const conforms = (element: string) => schemaProblems(schema, element).length === 0;
  return elements.some((element) => conforms(element) || conforms(element.toLowerCase())) ? [] : problems;
}

const described = (name: string, schema: JsonSchema) => ({
  contract: {
    responses: [describedResponse('default', { headers: [{ name, required: true, schema, pointer: '' }] })],
  },
});

export const contractResponseHeaders: Check = {
  id: 'contract-response-headers',
  title: 'Response headers that the contract requires are present and match their schema',
  requirements: ['CONTRACT-response-headers'],
  on: { every: 'any' },
  judge: onOperation((response, { contract }) => {
    const required = responseFor(contract, response.status)?.headers.filter((given) => given.required) ?? [];
    if (required.length === 0) return notApplicable('the contract requires no headers for this status');
    const absent = required
      .filter(({ name }) => header(response, name) === undefined)
      .map(({ name }) => name);
    if (absent.length > 0)
      return violation(`the headers ${absent.join(', ')}`, `${absent.join(', ')}: absent`);
    for (const given of required) {
      const problems = problemsOf(given, header(response, given.name) ?? '');
      if (problems.length > 0)
        return violation(`${given.name} as its schema says`, `${given.name}: ${summary(problems)}`);
    }
    return pass;
  }),
  examples: {
    conforming: [
      example(
        'in another case',
        { more: [['x-request-id', 'a1']] },
        described('X-Request-Id', { minLength: 1 }),
      ),
      example('a number', { more: [['X-Remaining', '7']] }, described('X-Remaining', { type: 'integer' })),
      example(
        'the documented directive among others',
        { headers: [['Cache-Control', 'No-Store, private']] },
        described('Cache-Control', { const: 'no-store' }),
      ),
      example(
        'the documented challenge after another one',
        {
          headers: [
            ['WWW-Authenticate', 'Negotiate'],
            ['WWW-Authenticate', 'Basic realm="sandbox"'],
          ],
        },
        described('WWW-Authenticate', { pattern: '^Basic( .+)?$' }),
      ),
    ],
    violating: [
      example('absent', {}, described('X-Request-Id', true)),
      example(
        'no number',
        { more: [['X-Remaining', 'many']] },
        described('X-Remaining', { type: 'integer' }),
      ),
    ],
  },
};
