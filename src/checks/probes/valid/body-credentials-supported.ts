import { type Check, notApplicable } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { granted } from '../outcome.js';
import { sentForm } from '../sent.js';

const literal = { probe: 'valid/client-in-body' };
const sent = { form: [['client_secret', 'secret']] } as const;

export const bodyCredentialsSupported: Check = {
  id: 'body-credentials-supported',
  title: 'A client with a secret can authenticate in the request body.',
  requirements: ['OAUTH21-2.4.1-body-supported'],
  on: { probes: ['valid/client-in-body', 'valid/minimal'] },
  judge(subject) {
    return sentForm(subject.observation).has('client_secret')
      ? granted(subject)
      : notApplicable('the client authenticated otherwise');
  },
  examples: {
    conforming: [
      example('a token', observation({}, sent), literal),
      example('refused, but the secret was not in the body', oauthError('invalid_client', 401), {
        probe: 'valid/minimal',
      }),
    ],
    violating: [
      example('refused', observation(oauthError('invalid_client', 401), sent), literal, 'info'),
      example('not understood', observation(oauthError('invalid_request'), sent), literal, 'info'),
    ],
  },
};
