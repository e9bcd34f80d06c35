import { stringMember } from '../../http/answer.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, tokenResponse } from '../examples.js';
import { quoted } from '../quoting.js';
import { isUriReference } from '../uri-reference.js';

/** RFC 6749 appendix A.13: `token-type = type-name / URI-reference`; a type-name is a URI-reference, too. */
export const tokenTypeSyntax: Check = {
  id: 'token-type-syntax',
  title: 'token_type is a type name or a URI reference',
  requirements: ['RFC6749-A.13-token-type-syntax'],
  on: { every: 'success' },
  judge: onGrant((_, response) => {
    const type = stringMember(response, 'token_type');
    if (!type) return notApplicable('there is no token_type');
    return isUriReference(type)
      ? pass
      : violation('a type name (letters, digits, "-", ".", "_") or a URI reference', quoted(type));
  }),
  examples: {
    conforming: [
      example('a URI', { json: { ...tokenResponse, token_type: 'urn:example:token-type:mac' } }),
      example('punctuation', { json: { ...tokenResponse, token_type: 'N_A' } }),
    ],
    violating: [
      example('a trailing space', { json: { ...tokenResponse, token_type: 'Bearer ' } }),
      example('two words', { json: { ...tokenResponse, token_type: 'Bearer Token' } }),
    ],
  },
};
