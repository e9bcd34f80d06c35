import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';

const { refresh_token, ...withoutRefreshToken } = tokenResponse;

/** RFC 6749 appendix A.17: `refresh-token = 1*VSCHAR`. */
const visibleCharacters = /^[\x20-\x7E]+$/;

export const refreshTokenCharset: Check = {
  id: 'refresh-token-charset',
  title: 'refresh_token, when present, is a non-empty string of visible ASCII characters',
  requirements: ['RFC6749-A.17-refresh-token-charset'],
  on: { every: 'success' },
  judge: onGrant((members) => {
    if (!Object.hasOwn(members, 'refresh_token')) return notApplicable('no refresh token was issued');
    const { refresh_token: token } = members;
    if (typeof token !== 'string')
      return violation('refresh_token, a string, or none at all', 'refresh_token is not a string');
    if (token === '') return violation('refresh_token, not empty, or none at all', 'refresh_token is empty');
    return visibleCharacters.test(token)
      ? pass
      : violation('characters %x20-7E only', 'refresh_token contains a control or non-ASCII character');
  }),
  examples: {
    conforming: [
      example('none', { json: withoutRefreshToken }),
      example('a space, which VSCHAR allows', { json: { ...tokenResponse, refresh_token: 'tGzv 3JOkF0' } }),
    ],
    violating: [
      example('null', { json: { ...tokenResponse, refresh_token: null } }),
      example('an object', { json: { ...tokenResponse, refresh_token: { value: refresh_token } } }),
      example('empty', { json: { ...tokenResponse, refresh_token: '' } }),
      example('a line end', { json: { ...tokenResponse, refresh_token: 'tGzv3JOkF0\r\n' } }),
    ],
  },
};
