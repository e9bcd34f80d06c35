import { onError } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { errorCharacters } from '../error-characters.js';
import { example, oauthError } from '../examples.js';

const described = (description: unknown) =>
  oauthError('invalid_grant', 400, { error_description: description });

export const errorDescriptionCharset: Check = {
  id: 'error-description-charset',
  title: 'error_description has no quotes, backslashes, control or non-ASCII characters',
  requirements: ['RFC6749-5.2-error-description-charset'],
  on: { every: 'error' },
  judge: onError((_, members) => {
    if (!Object.hasOwn(members, 'error_description')) return notApplicable('error_description is absent');
    const { error_description: description } = members;
    const expected = 'a non-empty string of characters %x20-21 / %x23-5B / %x5D-7E';
    if (typeof description !== 'string') return violation(expected, 'error_description is not a string');
    if (description === '') return violation(expected, 'error_description is empty');
    if (errorCharacters.test(description)) return pass;
    // Widely deployed, and harmless for parsers: the OpenID Foundation's suite warns, too.
    return errorCharacters.test(description.replace(/[\r\n\t]/g, ' '))
      ? violation(expected, 'error_description has a line end or a tab', { severity: 'warn' })
      : violation(expected, 'error_description has another character');
  }),
  examples: {
    conforming: [
      example('single quotes and slashes', described("Parameter 'code' is missing, see /docs (1)")),
      example('none', oauthError('invalid_grant')),
    ],
    violating: [
      example('double quotes', described('No user "alice"')),
      example('a backslash', described('DOMAIN\\alice')),
      example('not ASCII', described('Zugriff verweigert f\u00fcr diesen Benutzer')),
      example('null', described(null)),
      example('empty', described('')),
      example('line ends', described('AADSTS50126: Error.\r\nTrace ID: 1'), {}, 'warn'),
    ],
  },
};
