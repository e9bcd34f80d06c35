import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

/** `JWT` is what a server says that does not claim the profile of RFC 9068. */
const accepted = ['at+jwt', 'application/at+jwt', 'jwt'];

export const jwtTyp: Check = {
  id: 'jwt-typ',
  title: 'A JWT access token says so in typ',
  requirements: ['RFC9068-2.1-typ-at-jwt'],
  on: { every: 'success' },
  judge: onJwt(({ header: { typ } }) => {
    if (typeof typ !== 'string') return violation('typ at+jwt', 'typ is absent');
    return accepted.includes(typ.toLowerCase()) ? pass : violation('typ at+jwt', `typ is ${quoted(typ)}`);
  }),
  examples: {
    conforming: [
      example(
        'in full and in capitals',
        jwtResponse({ header: { alg: 'RS256', typ: 'application/AT+JWT' } }),
      ),
      example('JWT', jwtResponse({ header: { alg: 'RS256', typ: 'JWT' } })),
    ],
    violating: [
      example('absent', jwtResponse({ header: { alg: 'RS256' } })),
      example('the type of an ID token', jwtResponse({ header: { alg: 'RS256', typ: 'id+jwt' } })),
    ],
  },
};
