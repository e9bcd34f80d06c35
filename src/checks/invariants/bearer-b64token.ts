import { stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

/** RFC 6750 section 2.1. */
const b64token = /^[A-Za-z0-9\-._~+/]+=*$/;
const visibleCharacters = /^[\x20-\x7E]+$/;

export const bearerB64token: Check = {
  id: 'bearer-b64token',
  title: 'A Bearer token fits into an Authorization header',
  requirements: ['RFC6750-2.1-bearer-b64token'],
  on: { every: 'success' },
  judge: onGrant((_, response) => {
    const type = stringMember(response, 'token_type')?.trim().toLowerCase();
    if (type !== 'bearer' && type !== 'dpop') return notApplicable('the token type is not Bearer');
    const token = stringMember(response, 'access_token');
    // What is not even VSCHAR is one defect, of the check access-token-charset.
    if (!token || !visibleCharacters.test(token)) return notApplicable('there is no proper access token');
    return b64token.test(token)
      ? pass
      : violation('letters, digits and -._~+/ with = at the end only', 'access_token has another character');
  }),
  examples: {
    conforming: [
      example('padding at the end', { json: { ...tokenResponse, access_token: 'bUZfOS5CNWYtNA==' } }),
      example('another type of token', {
        json: { ...tokenResponse, token_type: 'N_A', access_token: 'a|b' },
      }),
    ],
    violating: [
      example('a vertical line', { json: { ...tokenResponse, access_token: '1|mF9B5f41JqM' } }),
      example('padding in the middle', { json: { ...tokenResponse, access_token: 'mF9=B5f41JqM' } }),
      example('a space', {
        json: { ...tokenResponse, token_type: 'bearer', access_token: 'mF9 B5f41JqM' },
      }),
    ],
  },
};
