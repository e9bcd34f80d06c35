import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { parseChallenges } from '../challenges.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';

const refusal = oauthError('invalid_client', 401);

export const challengeOn401: Check = {
  id: 'challenge-on-401',
  title: 'A 401 response names an authentication scheme in WWW-Authenticate',
  requirements: ['RFC9110-15.5.2-401-has-challenge'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    if (response.status !== 401) return notApplicable('not a 401 response');
    const value = header(response, 'WWW-Authenticate');
    if (value !== undefined && parseChallenges(value).challenges.length > 0) return pass;
    return violation(
      'WWW-Authenticate with a challenge',
      value === undefined ? 'WWW-Authenticate is absent' : 'WWW-Authenticate names no scheme',
    );
  }),
  examples: {
    conforming: [
      example('any scheme, bare', { ...refusal, headers: [['www-authenticate', 'Negotiate']] }),
      example('400 needs none', oauthError('invalid_client', 400)),
    ],
    violating: [
      example('absent', refusal),
      example('empty', { ...refusal, more: [['WWW-Authenticate', '']] }),
      example('a parameter alone', { ...refusal, more: [['WWW-Authenticate', 'realm="token"']] }),
    ],
  },
};
