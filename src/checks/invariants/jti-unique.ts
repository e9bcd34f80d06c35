import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example, observation } from '../examples.js';

const token = (jti: string | undefined, signature: string) => jwtResponse({ claims: { jti }, signature });
const seen = (...given: ReturnType<typeof token>[]) => ({ seen: given.map((one) => observation(one)) });

export const jtiUnique: Check = {
  id: 'jti-unique',
  title: 'Two JWT access tokens never have the same jti.',
  requirements: ['JWT-jti-unique'],
  on: { every: 'success' },
  judge: onJwt((_jwt, _response, { issued }) => {
    if (issued.hasRepeatedJti()) return violation('a jti of its own', 'the jti of another token');
    return issued.countOfJti > 1 ? pass : notApplicable('there are no two JWTs with a jti');
  }),
  examples: {
    conforming: [
      example('another jti', token('2', 'Yg'), seen(token('1', 'YQ'), token('2', 'Yg'))),
      example(
        'the same token again',
        token('1', 'YQ'),
        seen(token('1', 'YQ'), token('1', 'YQ'), token('2', 'Yg')),
      ),
      example('no jti', token(undefined, 'Yg'), seen(token(undefined, 'YQ'), token(undefined, 'Yg'))),
    ],
    violating: [
      example('the same jti', token('1', 'Yg'), seen(token('1', 'YQ'), token('1', 'Yg'))),
      example(
        'the jti of a token long before',
        token('2', 'Yw'),
        seen(token('1', 'YQ'), token('2', 'Yg'), token('1', 'Yw')),
      ),
    ],
  },
};
