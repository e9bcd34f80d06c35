import { onJwt } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { jwtResponse, now } from '../example-jwt.js';
import { contract, example } from '../examples.js';
import { profileSeverity } from '../token-profile.js';

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isNumber = (value: unknown) => typeof value === 'number';
const isAudience = (value: unknown) => isText(value) || (Array.isArray(value) && value.some(isText));

/** RFC 9068 section 2.2. Whom aud names is a matter of the check jwt-audience. */
const required: Readonly<Record<string, (value: unknown) => boolean>> = {
  iss: isText,
  sub: isText,
  aud: isAudience,
  client_id: isText,
  jti: isText,
  exp: isNumber,
  iat: isNumber,
};

const declared = { contract: { declared: { ...contract.declared, accessTokenProfile: 'rfc9068' } } } as const;
const profiled = {
  iss: 'https://server.example',
  aud: ['urn:accounts'],
  client_id: 'api',
  jti: '1',
  exp: now + 3600,
  iat: now,
};

export const jwtRequiredClaims: Check = {
  id: 'jwt-required-claims',
  title: 'A JWT access token has the claims of RFC 9068',
  requirements: ['RFC9068-2.2-required-claims'],
  on: { every: 'success' },
  judge: onJwt((jwt, _, subject) => {
    const { claims } = jwt;
    const missing = Object.entries(required)
      .filter(([name, isRight]) => !(Object.hasOwn(claims, name) && isRight(claims[name])))
      .map(([name]) => name);
    return missing.length === 0
      ? pass
      : violation(
          Object.keys(required).join(', '),
          `absent or of another type: ${missing.join(', ')}`,
          profileSeverity(jwt, subject),
        );
  }),
  examples: {
    conforming: [example('further claims', jwtResponse({ claims: { ...profiled, userId: 7 } }))],
    violating: [
      example('a JWT of its own kind', jwtResponse()),
      example('no audience', jwtResponse({ claims: { ...profiled, aud: [] } })),
      example('a number for jti', jwtResponse({ claims: { ...profiled, jti: 1 } })),
      example(
        'a token that says it has them',
        jwtResponse({ header: { alg: 'RS256', typ: 'at+jwt' } }),
        {},
        'fail',
      ),
      example(
        'a document that says they have them',
        jwtResponse({ claims: { ...profiled, jti: undefined } }),
        declared,
        'fail',
      ),
    ],
  },
};
