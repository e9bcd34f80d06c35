import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example } from '../examples.js';

export const jwtAlgNotNone: Check = {
  id: 'jwt-alg-not-none',
  title: 'A JWT access token is signed',
  requirements: ['JWT-alg-not-none'],
  on: { every: 'success' },
  judge: onJwt(({ header: { alg }, signature }) => {
    if (typeof alg !== 'string' || alg === '')
      return violation('alg, a signature algorithm', 'alg is absent');
    if (alg.toLowerCase() === 'none') return violation('alg, a signature algorithm', 'alg is none');
    return signature === '' ? violation('a signature', 'the signature is empty') : pass;
  }),
  examples: {
    conforming: [
      example('HMAC', jwtResponse({ header: { alg: 'HS512' } })),
      example('an opaque token with two dots', { json: { access_token: 'a.b.c', token_type: 'Bearer' } }),
    ],
    violating: [
      example('none', jwtResponse({ header: { alg: 'none' }, signature: '' })),
      example('none in capitals', jwtResponse({ header: { alg: 'NONE' } })),
      example('the signature cut off', jwtResponse({ signature: '' })),
      example('no alg', jwtResponse({ header: { typ: 'JWT' } })),
    ],
  },
};
