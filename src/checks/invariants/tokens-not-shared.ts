import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, observation, tokenResponse } from '../examples.js';

const of = (username: string, access_token: string, refresh_token: string) =>
  observation(
    { json: { ...tokenResponse, access_token, refresh_token } },
    { form: [['username', username]] },
  );

export const tokensNotShared: Check = {
  id: 'tokens-not-shared',
  title: 'No token is ever issued to two users.',
  requirements: ['RFC6749-10.10-token-unique'],
  on: { every: 'success' },
  judge: onGrant((_members, _response, { issued }) => {
    const kinds = [
      ...(issued.access.isShared() ? ['access token'] : []),
      ...(issued.refresh.isShared() ? ['refresh token'] : []),
    ];
    if (kinds.length > 0)
      return violation('tokens of their own', `the same ${kinds.join(' and ')} for two users`);
    return issued.access.size > 1 ? pass : notApplicable('only one token was seen so far');
  }),
  examples: {
    conforming: [
      example('tokens of their own', {}, { seen: [of('alice', 'a', 'b'), of('bob', 'c', 'd')] }),
      example(
        'reuse for the same user',
        {},
        { seen: [of('alice', 'a', 'b'), of('alice', 'a', 'c'), of('bob', 'd', 'e')] },
      ),
    ],
    violating: [
      example('the same access token', {}, { seen: [of('alice', 'a', 'b'), of('bob', 'a', 'c')] }),
      example('the same refresh token', {}, { seen: [of('alice', 'a', 'b'), of('bob', 'c', 'b')] }),
    ],
  },
};
