import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';
import { tokensIn } from '../predicates.js';

const tokenHeader = /^(?:x-)?(?:access|refresh|id)[-_]token$/i;
const tokenField = /\b(?:access|refresh|id)_token=[^;,\s"&]{6}/i;
const credentials = /^Bearer\s+\S/i;

export const errorWithoutToken: Check = {
  id: 'error-without-token',
  title: 'An error response contains no token',
  requirements: ['RFC6749-5.2-no-token-on-error'],
  on: { every: 'error' },
  judge: onResponse((response) => {
    if (response.status < 400) return notApplicable('not an error status');
    if (tokensIn(response).length > 0) return violation('no token', 'a token in the body');
    const holding = response.headers.find(
      ([name, value]) =>
        (tokenHeader.test(name) && value.trim() !== '') ||
        tokenField.test(value) ||
        (name.toLowerCase() === 'authorization' && credentials.test(value)),
    );
    return holding ? violation('no token', 'a token in a header') : pass;
  }),
  examples: {
    conforming: [
      example(
        'words about tokens',
        oauthError('invalid_grant', 400, { error_description: 'refresh_token=missing' }),
      ),
      example('a cookie is taken back', {
        ...oauthError('invalid_grant'),
        more: [['Set-Cookie', 'access_token=; Max-Age=0']],
      }),
      example('an empty member', oauthError('invalid_grant', 400, { access_token: '' })),
    ],
    violating: [
      example(
        'the previous refresh token',
        oauthError('invalid_client', 401, { refresh_token: 'tGzv3JOkF0' }),
      ),
      example(
        'further down',
        oauthError('invalid_grant', 400, { session: [{ access_token: 'mF_9.B5f-4.1JqM' }] }),
      ),
      example('in a cookie', {
        ...oauthError('invalid_grant'),
        more: [['Set-Cookie', 'refresh_token=tGzv3JOkF0; Secure']],
      }),
      example('in a header', {
        ...oauthError('invalid_grant'),
        more: [['X-Access-Token', 'mF_9.B5f-4.1JqM']],
      }),
    ],
  },
};
