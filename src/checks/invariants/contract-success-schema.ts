import type { JsonSchema } from '../../contract/contract.js';
import { responseFor } from '../../contract/responses.js';
import { schemaProblems } from '../../contract/schema.js';
import { readJson } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { describedResponse, example, tokenResponse } from '../examples.js';
import { openSchema, summary } from '../response-schema.js';

const described = (schema: JsonSchema) => ({
  contract: { responses: [describedResponse('200', { schema })] },
});
const lifetime = { expires_in: { type: 'integer' } };

export const contractSuccessSchema: Check = {
  id: 'contract-success-schema',
  title: 'A token response matches the schema of the contract',
  requirements: ['CONTRACT-success-schema'],
  on: { every: 'success' },
  judge: onResponse((response, { contract }) => {
    const schema = responseFor(contract, response.status)?.schema;
    const { value, problem } = readJson(response);
    if (schema === undefined) return notApplicable('the contract has no schema for this status');
    if (problem !== undefined) return notApplicable(problem);
    const problems = schemaProblems(schema, value);
    if (problems.length === 0) return pass;
    // RFC 6749 section 5.1: "The client MUST ignore unrecognized value names in the response."
    return schemaProblems(openSchema(schema), value).length === 0
      ? violation('no member beyond those of the contract', summary(problems), {
          severity: 'warn',
          cause: 'contract',
        })
      : violation('a body that matches the schema of the contract', summary(problems));
  }),
  examples: {
    conforming: [
      example(
        'members beyond an open schema',
        { json: { ...tokenResponse, userId: 7 } },
        described({ properties: lifetime }),
      ),
      example('a contract without schema', { json: { ...tokenResponse, expires_in: 'soon' } }),
    ],
    violating: [
      example(
        'a string for an integer',
        { json: { ...tokenResponse, expires_in: '3600' } },
        described({ properties: lifetime }),
      ),
      example('a required member is missing', {}, described({ required: ['scope'] })),
      example(
        'a member beyond a closed schema',
        { json: { access_token: 'mF_9.B5f-4.1JqM', expires_in: 1 } },
        described({ allOf: [{ type: 'object', additionalProperties: false, properties: lifetime }] }),
        'warn',
      ),
    ],
  },
};
