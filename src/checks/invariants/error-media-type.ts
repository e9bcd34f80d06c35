import { onResponse } from '../answered.js';
import { type Check, notApplicable } from '../check.js';
import { beforeOAuth } from '../classes.js';
import { example, oauthError } from '../examples.js';
import { labelledAsJson } from '../labelled-as-json.js';

const refusal = oauthError('invalid_grant');

export const errorMediaType: Check = {
  id: 'error-media-type',
  title: 'An error response has the media type application/json',
  requirements: ['RFC6749-5.2-error-media-type'],
  on: { every: 'error' },
  judge: onResponse((response) => {
    if (beforeOAuth.has(response.status)) return notApplicable('refused before OAuth');
    if (response.body.length === 0)
      return notApplicable('there is no body: judged by the rule on error codes');
    return labelledAsJson(response);
  }),
  examples: {
    conforming: [
      example('with a charset', {
        ...refusal,
        headers: [['Content-Type', 'application/json; charset=utf-8']],
      }),
      example('members of a problem document beside error', oauthError('invalid_grant', 400, { title: 'x' })),
    ],
    violating: [
      example('a problem document', { ...refusal, headers: [['Content-Type', 'application/problem+json']] }),
      example('plain text', { ...refusal, headers: [['Content-Type', 'text/plain']] }),
      example('absent', { ...refusal, headers: [] }),
      example('a problem document in place of an OAuth error', {
        status: 400,
        headers: [['Content-Type', 'application/problem+json']],
        json: { type: 'about:blank', title: 'Bad Request', status: 400 },
      }),
    ],
  },
};
