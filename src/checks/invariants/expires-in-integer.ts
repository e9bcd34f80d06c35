import { rawMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';
import { quoted } from '../quoting.js';

export const expiresInInteger: Check = {
  id: 'expires-in-integer',
  title: 'expires_in is a JSON number made of digits',
  requirements: ['RFC6749-A.14-expires-in-integer'],
  on: { every: 'success' },
  judge: onGrant((members, response) => {
    if (!Object.hasOwn(members, 'expires_in')) return notApplicable('expires_in is absent');
    const { expires_in: value } = members;
    // A body nested too deeply for the syntax tree still has the parsed value.
    const written =
      rawMember(response, 'expires_in') ?? (typeof value === 'number' ? `${value}` : 'not a number');
    return /^\d+$/.test(written)
      ? pass
      : violation('expires_in, digits only and no quotes', `expires_in is ${quoted(written)}`);
  }),
  examples: {
    conforming: [example('zero', { json: { ...tokenResponse, expires_in: 0 } })],
    violating: [
      example('a string', { json: { ...tokenResponse, expires_in: '3600' } }),
      example('a fraction of nothing', {
        body: '{"access_token":"mF_9.B5f-4.1JqM","token_type":"Bearer","expires_in":3600.0}',
      }),
      example('an exponent', {
        body: '{"access_token":"mF_9.B5f-4.1JqM","token_type":"Bearer","expires_in":36e2}',
      }),
      example('negative', { json: { ...tokenResponse, expires_in: -1 } }),
      example('null', { json: { ...tokenResponse, expires_in: null } }),
    ],
  },
};
