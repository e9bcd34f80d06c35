import { mediaType } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { beforeOAuth } from '../classes.js';
import { example, oauthError } from '../examples.js';
import { quoted } from '../quoting.js';

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
    const type = mediaType(response);
    if (type === 'application/json') return pass;
    return violation(
      'Content-Type application/json',
      type === undefined ? 'Content-Type is absent' : `Content-Type is ${quoted(type)}`,
    );
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
