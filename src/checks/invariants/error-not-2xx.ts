import { readJson, stringMember } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';
import { quoted } from '../quoting.js';

export const errorNot2xx: Check = {
  id: 'error-not-2xx',
  title: 'A refused request is not answered with a 2xx status',
  requirements: ['RFC6749-5.2-error-not-200'],
  on: { every: 'error' },
  judge: onResponse((response) => {
    if (response.status < 200 || response.status > 299) return pass;
    const { text, problem } = readJson(response);
    // A grant in the wrong format is one defect, of the check grant-json-object.
    if (problem !== undefined && /\baccess_token\b/.test(text)) return notApplicable('a grant, it seems');
    const code = stringMember(response, 'error');
    return violation(
      'HTTP 400 or 401 for a refusal, a token with HTTP 200',
      `HTTP ${response.status} with ${code ? `error ${quoted(code)}` : 'neither token nor error'}`,
    );
  }),
  examples: {
    conforming: [example('400', oauthError('invalid_grant'))],
    violating: [
      example('200 with an error', oauthError('bad_verification_code', 200)),
      example('204', { status: 204, headers: [], body: '' }),
      example('a login page', { headers: [['Content-Type', 'text/html']], body: '<title>Sign in</title>' }),
    ],
  },
};
