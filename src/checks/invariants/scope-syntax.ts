import { sentParameters } from '../../http/sent-parameters.js';
import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, type Subject, violation } from '../check.js';
import { example, observation, subject, tokenResponse } from '../examples.js';

/** RFC 6749 section 3.3. */
const scopeTokens = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/;

function requestedScopes({ observation: { request } }: Subject): string[] {
  return (sentParameters(request).get('scope') ?? '').split(' ');
}

export const scopeSyntax: Check = {
  id: 'scope-syntax',
  title: 'scope is one string of scope tokens with single spaces between them',
  requirements: ['RFC6749-3.3-scope-syntax'],
  on: { every: 'success' },
  judge: onGrant((members, _, judged) => {
    if (!Object.hasOwn(members, 'scope')) return notApplicable('scope is absent');
    const { scope } = members;
    const expected = 'scope, one string of space-delimited scope tokens';
    if (typeof scope !== 'string')
      return violation(expected, Array.isArray(scope) ? 'scope is an array' : 'scope is not a string');
    if (!scopeTokens.test(scope))
      return violation(
        expected,
        scope === '' ? 'scope is empty' : 'scope breaks the grammar of RFC 6749 3.3',
      );
    // A comma may stand inside a scope token: only requested scopes that come back joined tell.
    const requested = requestedScopes(judged);
    if (requested.length > 1 && scope === requested.join(','))
      return violation(expected, 'the requested scopes are joined by commas', { severity: 'warn' });
    const tokens = scope.split(' ');
    return new Set(tokens).size === tokens.length
      ? pass
      : violation('each scope token once', 'a scope token occurs twice', { severity: 'info' });
  }),
  examples: {
    conforming: [
      example('a comma inside a token, which the grammar allows', {
        json: { ...tokenResponse, scope: 'a,b c' },
      }),
      example('URIs', { json: { ...tokenResponse, scope: 'https://server.example/read openid' } }),
    ],
    violating: [
      example('an array', { json: { ...tokenResponse, scope: ['read', 'write'] } }),
      example('two spaces', { json: { ...tokenResponse, scope: 'read  write' } }),
      example('null', { json: { ...tokenResponse, scope: null } }),
      {
        name: 'the requested scopes joined by commas',
        subject: subject(
          observation(
            { json: { ...tokenResponse, scope: 'read,write' } },
            { form: [['scope', 'read write']] },
          ),
        ),
        severity: 'warn',
      },
      example('a token twice', { json: { ...tokenResponse, scope: 'read read' } }, {}, 'info'),
    ],
  },
};
