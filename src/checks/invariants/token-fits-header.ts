import { stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

/** Common servers and proxies refuse a header line above 8 KiB. */
const headerLimit = 8000;
const bodyLimit = 64 * 1024;
const prefixLength = 'Authorization: Bearer '.length;

export const tokenFitsHeader: Check = {
  id: 'token-fits-header',
  title: 'The access token fits into a request header of common servers',
  requirements: ['OPS-token-fits-header'],
  on: { every: 'success' },
  judge: onGrant((_, response) => {
    const token = stringMember(response, 'access_token');
    if (!token) return notApplicable('there is no access token');
    const length = prefixLength + token.length;
    if (length > headerLimit)
      return violation(`an Authorization header of at most ${headerLimit} bytes`, `${length} bytes`);
    return response.body.length <= bodyLimit
      ? pass
      : violation(`a body of at most ${bodyLimit} bytes`, `${response.body.length} bytes`);
  }),
  examples: {
    conforming: [
      example('the longest token', {
        json: { ...tokenResponse, access_token: 'a'.repeat(headerLimit - prefixLength) },
      }),
    ],
    violating: [
      example('one byte more', {
        json: { ...tokenResponse, access_token: 'a'.repeat(headerLimit - prefixLength + 1) },
      }),
      example('a body of 70 KiB', { json: { ...tokenResponse, groups: 'g'.repeat(70 * 1024) } }),
    ],
  },
};
