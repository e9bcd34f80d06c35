import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

/** RFC 7518 section 3.1, RFC 8037, RFC 8812, RFC 9864: with SHA-256 or better. */
const current = /^(?:(?:HS|RS|PS|ES)(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448)$/;

export const jwtAlgAllowed: Check = {
  id: 'jwt-alg-allowed',
  title: 'A JWT access token is signed with a current algorithm',
  requirements: ['JWT-alg-allowed'],
  on: { every: 'success' },
  judge: onJwt(({ header: { alg } }) => {
    if (typeof alg !== 'string' || alg === '' || alg.toLowerCase() === 'none')
      return notApplicable('the token is not signed');
    return current.test(alg)
      ? pass
      : violation('HS, RS, PS or ES with SHA-256 or better, or EdDSA', `alg is ${quoted(alg)}`);
  }),
  examples: {
    conforming: [
      example('HS512', jwtResponse({ header: { alg: 'HS512' } })),
      example('EdDSA', jwtResponse({ header: { alg: 'EdDSA' } })),
    ],
    violating: [
      example('SHA-1', jwtResponse({ header: { alg: 'RS1' } })),
      example('an algorithm for encryption', jwtResponse({ header: { alg: 'RSA1_5' } })),
      example('names are compared by case', jwtResponse({ header: { alg: 'hs256' } })),
    ],
  },
};
