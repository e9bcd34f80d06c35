import { isJsonObject, stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, type Subject, violation } from '../check.js';
import { describedResponse, example, observation, response, subject, tokenResponse } from '../examples.js';
import { quoted } from '../quoting.js';
import { memberSchema } from '../response-schema.js';
import { isUriReference } from '../uri-reference.js';

const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** Bearer, what the contract names, and what the request asked for; in lower case. */
function usableTypes({ observation: { request }, contract, grant }: Subject, status: number): string[] {
  const types = ['bearer'];
  const schema = memberSchema(contract, status, 'token_type');
  if (isJsonObject(schema))
    for (const value of [schema.const, ...(Array.isArray(schema.enum) ? schema.enum : [])])
      if (typeof value === 'string') types.push(value.toLowerCase());
  if (request.headers.some(([name]) => name.toLowerCase() === 'dpop')) types.push('dpop');
  if (grant === tokenExchange) types.push('n_a');
  return types;
}

export const tokenTypeExpected: Check = {
  id: 'token-type-expected',
  title: 'The token type is one that the client can use',
  requirements: ['RFC6749-7.1-token-type-expected'],
  on: { every: 'success' },
  judge: onGrant((_, answer, judged) => {
    const type = stringMember(answer, 'token_type');
    if (!type || !isUriReference(type)) return notApplicable('there is no proper token_type');
    return usableTypes(judged, answer.status).includes(type.toLowerCase())
      ? pass
      : violation('token_type Bearer, in any case', `token_type ${quoted(type)}`);
  }),
  examples: {
    conforming: [
      example('lower case', { json: { ...tokenResponse, token_type: 'bearer' } }),
      example('capitals', { json: { ...tokenResponse, token_type: 'BEARER' } }),
      {
        name: 'DPoP, after a proof',
        subject: subject(
          observation(
            { json: { ...tokenResponse, token_type: 'DPoP' } },
            { headers: [['DPoP', 'e30.e30.x']] },
          ),
        ),
      },
      {
        name: 'the type that the contract names',
        subject: subject(observation(response({ json: { ...tokenResponse, token_type: 'mac' } })), {
          contract: {
            responses: [
              describedResponse('200', { schema: { properties: { token_type: { const: 'mac' } } } }),
            ],
          },
        }),
      },
    ],
    violating: [
      example('the format in place of the type', { json: { ...tokenResponse, token_type: 'JWT' } }),
    ],
  },
};
