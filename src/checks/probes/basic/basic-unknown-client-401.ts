import { header, stringMember } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { crashed } from '../outcome.js';
import { challengesBasic } from './basic-challenge.js';
import { onBasic, withBasic } from './basic-support.js';

const literal = { ...withBasic, probe: 'basic/unknown-client' };
const answer = (challenge: string, status = 401, error = 'invalid_client') => ({
  ...oauthError(error, status),
  more: [['WWW-Authenticate', challenge]] as const,
});

export const basicUnknownClient401: Check = {
  id: 'basic-unknown-client-401',
  title: 'An unknown client in HTTP Basic is answered with 401 invalid_client and a Basic challenge.',
  requirements: ['RFC6749-5.2-basic-unknown-client-401'],
  on: { probes: ['basic/unknown-client'] },
  judge: onBasic((observation) => {
    const { response } = observation;
    if (response?.status !== 401 || ![undefined, 'invalid_client'].includes(stringMember(response, 'error')))
      return crashed(observation) ?? violation('HTTP 401 invalid_client', whatCame(observation));
    // No challenge at all is judged on every 401, a body without a code by the rule on error bodies.
    return header(response, 'WWW-Authenticate') === undefined || challengesBasic(response)
      ? pass
      : violation('WWW-Authenticate with the scheme Basic', 'a challenge for other schemes only');
  }),
  examples: {
    conforming: [
      example('401 with a challenge', answer('Basic realm="token"'), literal),
      example('the scheme in lower case', answer('basic realm="token"'), literal),
    ],
    violating: [
      example('400', oauthError('invalid_client'), literal),
      example('another scheme', answer('Bearer'), literal),
      example('another code', answer('Basic realm="token"', 401, 'unauthorized_client'), literal),
      example('a token', {}, literal),
    ],
  },
};
