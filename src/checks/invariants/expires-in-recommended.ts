import { isJsonObject } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { describedResponse, example, tokenResponse } from '../examples.js';
import { memberSchema } from '../response-schema.js';

const { expires_in, ...withoutLifetime } = tokenResponse;

export const expiresInRecommended: Check = {
  id: 'expires-in-recommended',
  title: 'The lifetime of the token is announced in expires_in',
  requirements: ['RFC6749-5.1-expires-in-recommended'],
  on: { every: 'success' },
  judge: onGrant((members, response, { contract }) => {
    if (Object.hasOwn(members, 'expires_in')) return pass;
    const documented = memberSchema(contract, response.status, 'expires_in');
    return isJsonObject(documented) && typeof documented.default === 'number'
      ? pass
      : violation('expires_in, or a default lifetime in the document', 'expires_in is absent');
  }),
  examples: {
    conforming: [
      example('announced', { json: { ...withoutLifetime, expires_in } }),
      example(
        'a default in the document',
        { json: withoutLifetime },
        {
          contract: {
            responses: [
              describedResponse('200', {
                schema: { properties: { expires_in: { type: 'integer', default: 600 } } },
              }),
            ],
          },
        },
      ),
    ],
    violating: [example('absent', { json: withoutLifetime })],
  },
};
