import { headerValues } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, observation, subject, tokenResponse } from '../examples.js';
import { tokensIn } from '../predicates.js';
import { containsSecret, sentSecrets } from '../sent-secrets.js';

const urlHeaders = ['Location', 'Content-Location', 'Link', 'Refresh'];
const credentialParameter = /[?&#;](?:access_token|refresh_token|id_token|password|client_secret)=[^&#;>\s]/i;

/** Shorter ones occur by chance. */
const leastLength = 6;

export const noCredentialsInUrl: Check = {
  id: 'no-credentials-in-url',
  title: 'No URL in a response header holds a token or a secret',
  requirements: ['RFC6819-5.1.1-no-credentials-in-response-url'],
  on: { every: 'any' },
  judge: onResponse((response, judged) => {
    const present = urlHeaders.filter((name) => headerValues(response, name).length > 0);
    if (present.length === 0) return notApplicable('no header holds a URL');
    const values = [...tokensIn(response), ...sentSecrets(judged).map(({ value }) => value)].filter(
      (value) => value.length >= leastLength,
    );
    const holding = present.find((name) =>
      headerValues(response, name).some(
        (url) => credentialParameter.test(url) || values.some((value) => containsSecret(url, value)),
      ),
    );
    return holding ? violation('no credentials in URLs', `a token or secret in ${holding}`) : pass;
  }),
  examples: {
    conforming: [
      example('the name of a parameter without a value', {
        more: [['Link', '</docs?access_token=>; rel="help"']],
      }),
      example('a path that speaks of passwords', { more: [['Location', '/password/reset']] }),
    ],
    violating: [
      example('an issued token', { more: [['Location', `/session/${tokenResponse.access_token}`]] }),
      example('a parameter', { status: 303, headers: [['Location', '/s?access_token=abc']], body: '' }),
      {
        name: 'the password of the request',
        subject: subject(
          observation(
            { status: 302, headers: [['Refresh', '0; url=/retry?p=Tr0ub4dor%263']], body: '' },
            { form: [['password', 'Tr0ub4dor&3']] },
          ),
        ),
      },
    ],
  },
};
