import { header } from '../../../http/answer.js';
import type { ReceivedResponse } from '../../../http/observation.js';
import { parseChallenges } from '../../challenges.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { basicNotSupported, withBasic } from './basic-support.js';

const literal = { ...withBasic, probe: 'basic/wrong-secret' };
const answer = (challenge: string, status = 401) => ({
  ...oauthError('invalid_client', status),
  more: [['WWW-Authenticate', challenge]] as const,
});

/** "matching the authentication scheme used by the client" (RFC 6749 section 5.2). */
export function challengesBasic(response: ReceivedResponse): boolean {
  const value = header(response, 'WWW-Authenticate') ?? '';
  return parseChallenges(value).challenges.some(({ scheme }) => scheme === 'basic');
}

export const basicChallenge: Check = {
  id: 'basic-challenge',
  title: 'A client that fails to authenticate by HTTP Basic is challenged for Basic.',
  requirements: ['RFC6749-5.2-basic-www-authenticate'],
  on: { probes: ['basic/wrong-secret', 'basic/unknown-client'] },
  judge(subject) {
    const prevented = basicNotSupported(subject);
    if (prevented) return prevented;
    const { response } = subject.observation;
    if (response?.status !== 401) return notApplicable('the status is not 401: judged by a rule of its own');
    const value = header(response, 'WWW-Authenticate');
    return challengesBasic(response)
      ? pass
      : violation(
          'WWW-Authenticate with the scheme Basic',
          value === undefined ? 'WWW-Authenticate is absent' : quoted(value),
        );
  },
  examples: {
    conforming: [
      example('Basic', answer('Basic realm="token"'), literal),
      example('in lower case, after another one', answer('Bearer, basic realm="token"'), literal),
    ],
    violating: [
      example('another scheme', answer('Bearer realm="Basic"'), literal),
      example('no challenge', oauthError('invalid_client', 401), literal),
    ],
  },
};
