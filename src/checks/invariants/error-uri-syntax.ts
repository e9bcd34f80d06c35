import { onError } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';
import { isUriReference } from '../uri-reference.js';

const withUri = (uri: unknown) => oauthError('invalid_grant', 400, { error_uri: uri });

export const errorUriSyntax: Check = {
  id: 'error-uri-syntax',
  title: 'error_uri is a URI reference',
  requirements: ['RFC6749-5.2-error-uri-syntax'],
  on: { every: 'error' },
  judge: onError((_, members) => {
    if (!Object.hasOwn(members, 'error_uri')) return notApplicable('error_uri is absent');
    const { error_uri: uri } = members;
    if (typeof uri !== 'string') return violation('error_uri, a string', 'error_uri is not a string');
    return isUriReference(uri) ? pass : violation('a URI reference', 'error_uri is none');
  }),
  examples: {
    conforming: [
      example('a relative reference', withUri('/errors?code=invalid_grant#top')),
      example('percent-encoded', withUri('https://server.example/Pr%C3%BCfung')),
    ],
    violating: [
      example('words', withUri('see the docs page')),
      example('a broken percent-encoding', withUri('https://server.example/100%')),
      example('a broken authority', withUri('https://[server/')),
      example('null', withUri(null)),
    ],
  },
};
