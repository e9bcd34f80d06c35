import { stringMember } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { crashed } from '../outcome.js';
import { onBasic, withBasic } from './basic-support.js';

const literal = { ...withBasic, probe: 'basic/wrong-secret' };

export const basicWrongSecret401: Check = {
  id: 'basic-wrong-secret-401',
  title:
    'A client that fails to authenticate by the Authorization header is answered with 401 invalid_client.',
  requirements: ['RFC6749-5.2-basic-wrong-secret-401'],
  on: { probes: ['basic/wrong-secret'] },
  judge: onBasic((observation) => {
    const { response } = observation;
    if (response?.status === 401 && [undefined, 'invalid_client'].includes(stringMember(response, 'error')))
      return pass; // A body without a code is judged by the rule on error bodies.
    return crashed(observation) ?? violation('HTTP 401 invalid_client', whatCame(observation));
  }),
  examples: {
    conforming: [
      example('401 invalid_client', oauthError('invalid_client', 401), literal),
      example(
        'another challenge than Basic: another rule',
        {
          ...oauthError('invalid_client', 401),
          more: [['WWW-Authenticate', 'Bearer']],
        },
        literal,
      ),
    ],
    violating: [
      example('400 invalid_client', oauthError('invalid_client'), literal),
      example('401 with another code', oauthError('invalid_grant', 401), literal),
      example('a token', {}, literal),
    ],
  },
};
