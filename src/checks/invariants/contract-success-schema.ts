import type { JsonSchema } from '../../contract/contract.js';
import { responseFor } from '../../contract/responses.js';
import { schemaProblems } from '../../contract/schema.js';
import { jsonObject, readJson } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { describedResponse, example, observation, subject, tokenResponse } from '../examples.js';
import { sentForm } from '../probes/sent.js';
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
  judge: onResponse((response, { contract, observation: given }) => {
    const schema = responseFor(contract, response.status)?.schema;
    const { value, problem } = readJson(response);
    if (schema === undefined) return notApplicable('the contract has no schema for this status');
    if (problem !== undefined) return notApplicable(problem);
    const problems = schemaProblems(schema, value);
    if (problems.length === 0) return pass;
    if (
      sentForm(given).get('grant_type') === 'refresh_token' &&
      !Object.hasOwn(jsonObject(response) ?? {}, 'refresh_token')
    ) {
      // Section 6 leaves it to the server whether a refresh brings a new refresh token, whatever a schema for all grants says.
      const completed = {
        ...jsonObject(response),
        refresh_token: sentForm(given).get('refresh_token') ?? '',
      };
      if (schemaProblems(schema, completed).length === 0)
        return violation('a body that matches the schema of the contract', summary(problems), {
          severity: 'warn',
        });
    }
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
      {
        name: 'a refresh that brings no new refresh token',
        subject: subject(
          observation(
            { json: { ...tokenResponse, refresh_token: undefined } },
            { form: [['grant_type', 'refresh_token']] },
          ),
          described({ required: ['refresh_token'] }),
        ),
        severity: 'warn',
      },
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
