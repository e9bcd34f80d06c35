import { header } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

export const pragmaNoCache: Check = {
  id: 'pragma-no-cache',
  title: 'A response with tokens carries Pragma: no-cache',
  requirements: ['RFC6749-5.1-pragma-no-cache'],
  on: { every: 'success' },
  judge: onResponse((response, { strictness }) => {
    if (strictness === 'oauth21') return notApplicable('OAuth 2.1 no longer asks for Pragma');
    const value = header(response, 'Pragma');
    const directives = (value ?? '').split(',').map((directive) => directive.trim().toLowerCase());
    if (directives.includes('no-cache')) return pass;
    return violation(
      'Pragma with no-cache',
      value === undefined ? 'Pragma is absent' : `Pragma is ${quoted(value)}`,
    );
  }),
  examples: {
    conforming: [example('capitals', { headers: [['PRAGMA', 'No-Cache']] })],
    violating: [
      example('only Cache-Control', { headers: [['Cache-Control', 'no-store']] }),
      example('the directive of the other header', { headers: [['Pragma', 'no-store']] }),
    ],
  },
};
