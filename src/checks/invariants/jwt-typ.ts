import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { contract, example } from '../examples.js';
import { quoted } from '../quoting.js';
import { hasProfileType, profileSeverity } from '../token-profile.js';

/** `JWT` is what a server says that does not claim the profile of RFC 9068. */
const declared = { contract: { declared: { ...contract.declared, accessTokenProfile: 'rfc9068' } } } as const;

export const jwtTyp: Check = {
  id: 'jwt-typ',
  title: 'A JWT access token says so in typ',
  requirements: ['RFC9068-2.1-typ-at-jwt'],
  on: { every: 'success' },
  judge: onJwt((jwt, _, subject) => {
    const { typ } = jwt.header;
    if (hasProfileType(jwt)) return pass;
    const declared = subject.contract.declared.accessTokenProfile === 'rfc9068';
    if (!declared && typeof typ === 'string' && typ.toLowerCase() === 'jwt') return pass;
    const actual = typeof typ === 'string' ? `typ is ${quoted(typ)}` : 'typ is absent';
    return violation('typ at+jwt', actual, profileSeverity(jwt, subject));
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
      example(
        'JWT, where the profile is declared',
        jwtResponse({ header: { alg: 'RS256', typ: 'JWT' } }),
        declared,
        'fail',
      ),
      example(
        'absent, where the profile is declared',
        jwtResponse({ header: { alg: 'RS256' } }),
        declared,
        'fail',
      ),
    ],
  },
};
