import { stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

/** RFC 6749 appendix A.12: `access-token = 1*VSCHAR`. */
const visibleCharacters = /^[\x20-\x7E]+$/;

export const accessTokenCharset: Check = {
  id: 'access-token-charset',
  title: 'access_token consists of visible ASCII characters and space',
  requirements: ['RFC6749-A.12-access-token-charset'],
  on: { every: 'success' },
  judge: onGrant((_, response) => {
    const token = stringMember(response, 'access_token');
    if (!token) return notApplicable('there is no access token');
    return visibleCharacters.test(token)
      ? pass
      : violation('characters %x20-7E only', 'access_token contains a control or non-ASCII character');
  }),
  examples: {
    conforming: [example('a token with a space', { json: { ...tokenResponse, access_token: 'a b' } })],
    violating: [
      example('a trailing line feed', { json: { ...tokenResponse, access_token: 'mF_9.B5f-4.1JqM\n' } }),
      example('bytes read as Latin-1', { json: { ...tokenResponse, access_token: 'mF\u00e9\u0080B5f' } }),
    ],
  },
};
