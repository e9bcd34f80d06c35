import { stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

const { token_type, ...withoutTokenType } = tokenResponse;

export const tokenTypeRequired: Check = {
  id: 'token-type-required',
  title: 'token_type is a non-empty JSON string',
  requirements: ['RFC6749-5.1-token-type-required'],
  on: { every: 'success' },
  judge: onGrant((members, response) => {
    if (stringMember(response, 'token_type')) return pass;
    return violation(
      'token_type, a non-empty string',
      Object.hasOwn(members, 'token_type') ? 'token_type is empty or not a string' : 'token_type is absent',
    );
  }),
  examples: {
    conforming: [example('capitals', { json: { ...tokenResponse, token_type: 'BEARER' } })],
    violating: [
      example('absent', { json: withoutTokenType }),
      example('named in another case', { json: { ...withoutTokenType, tokenType: token_type } }),
      example('null', { json: { ...tokenResponse, token_type: null } }),
    ],
  },
};
