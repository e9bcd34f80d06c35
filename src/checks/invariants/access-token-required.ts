import { stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

const { access_token, ...withoutAccessToken } = tokenResponse;

export const accessTokenRequired: Check = {
  id: 'access-token-required',
  title: 'access_token is a non-empty JSON string',
  requirements: ['RFC6749-5.1-access-token-required'],
  on: { every: 'success' },
  judge: onGrant((members, response) => {
    if (stringMember(response, 'access_token')) return pass;
    const { access_token: given } = members;
    return violation(
      'access_token, a non-empty string',
      !Object.hasOwn(members, 'access_token')
        ? 'access_token is absent'
        : given === ''
          ? 'access_token is empty'
          : 'access_token is not a string',
    );
  }),
  examples: {
    conforming: [example('the shortest token', { json: { ...tokenResponse, access_token: '0' } })],
    violating: [
      example('named in another case', { json: { ...withoutAccessToken, accessToken: access_token } }),
      example('an object', { json: { ...tokenResponse, access_token: { value: access_token } } }),
      example('empty', { json: { ...tokenResponse, access_token: '' } }),
    ],
  },
};
