import { responseFor } from '../../contract/responses.js';
import { schemaProblems } from '../../contract/schema.js';
import { readJson } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { describedResponse, example, oauthError } from '../examples.js';
import { summary } from '../response-schema.js';

const schema = { type: 'object', required: ['error'], properties: { error: { type: 'string' } } };
const described = (status: string) => ({ contract: { responses: [describedResponse(status, { schema })] } });
const springBody = { timestamp: '2026-09-21T13:33:20Z', status: 400, path: '/oauth/token' };

export const contractErrorSchema: Check = {
  id: 'contract-error-schema',
  title: 'An error response matches the schema of the contract',
  requirements: ['CONTRACT-error-schema'],
  on: { every: 'error' },
  judge: onResponse((response, { contract }) => {
    // A refusal with 2xx is one defect, of the check error-not-2xx.
    if (response.status < 400) return notApplicable('not an error status');
    const described = responseFor(contract, response.status)?.schema;
    if (described === undefined) return notApplicable('the contract has no schema for this status');
    const { value, problem } = readJson(response);
    if (problem !== undefined) return notApplicable(problem);
    const problems = schemaProblems(described, value);
    return problems.length === 0
      ? pass
      : violation('a body that matches the schema of the contract', summary(problems));
  }),
  examples: {
    conforming: [
      example('an extra member', oauthError('invalid_grant', 400, { traceId: 'a1' }), described('400')),
      example(
        'a body that is no JSON is no matter of the schema',
        { status: 400, body: 'no' },
        described('4XX'),
      ),
      example(
        'a status that the contract does not describe',
        { status: 401, json: springBody },
        described('400'),
      ),
    ],
    violating: [
      example('the format of a framework', { status: 400, json: springBody }, described('400')),
      example('a range', { status: 422, json: { error: 7 } }, described('4XX')),
      example('the default response', { status: 400, json: [] }, described('default')),
    ],
  },
};
