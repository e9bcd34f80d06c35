import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { parseChallenges } from '../challenges.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';

const challenged = (value: string) => ({
  ...oauthError('invalid_client', 401),
  headers: [['WWW-Authenticate', value] as const],
});

export const challengeSyntax: Check = {
  id: 'challenge-syntax',
  title: 'WWW-Authenticate is a list of challenges',
  requirements: ['RFC9110-11.6.1-challenge-syntax'],
  on: { every: 'any' },
  judge: onResponse((response) => {
    const value = header(response, 'WWW-Authenticate')?.trim();
    // An empty one is one defect, of the check challenge-on-401.
    if (!value) return notApplicable('there is no challenge');
    const reading = parseChallenges(value);
    return reading.problem === undefined
      ? pass
      : violation('WWW-Authenticate as RFC 9110 section 11.6.1 writes it', reading.problem);
  }),
  examples: {
    conforming: [
      example(
        'two challenges, blanks, quotes',
        challenged('Negotiate, Basic realm = "a, \\"b\\"" ,charset="UTF-8"'),
      ),
      example('token68', challenged('NTLM TlRMTVNTUAACAAAA==, Bearer error=invalid_token')),
    ],
    violating: [
      example('a comma after the scheme', challenged('Bearer, error="invalid_token"')),
      example('parameters without a scheme', challenged('realm="token"')),
      example('an open quote', challenged('Basic realm="token')),
      example('no comma between parameters', challenged('Bearer realm="a" error="invalid_token"')),
    ],
  },
};
