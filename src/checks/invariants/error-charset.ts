import { onError } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { errorCharacters } from '../error-characters.js';
import { example, oauthError } from '../examples.js';

export const errorCharset: Check = {
  id: 'error-charset',
  title: 'error has no quotes, backslashes, control or non-ASCII characters',
  requirements: ['RFC6749-5.2-error-charset'],
  on: { every: 'error' },
  judge: onError((code) =>
    errorCharacters.test(code)
      ? pass
      : violation('characters %x20-21 / %x23-5B / %x5D-7E only', 'error has another character'),
  ),
  examples: {
    conforming: [example('odd, but within the set', oauthError("it's not [yet] {known}!"))],
    violating: [
      example('quotes around the input', oauthError('invalid "grant_type"')),
      example('a line feed', oauthError('invalid_grant\n')),
      example('not ASCII', oauthError('ung\u00fcltig')),
    ],
  },
};
