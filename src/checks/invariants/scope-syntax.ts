import { onGrant } from '../answered.js';
import { type Check, notApplicable, pass, type Subject, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example, observation, subject, tokenResponse } from '../examples.js';
import { sentForm } from '../probes/sent.js';
import { scopeOfToken } from '../probes/token-facts.js';
import { quoted } from '../quoting.js';

/** RFC 6749 section 3.3. */
const scopeTokens = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/;

/** What a server may put between scopes in place of the space; each of them may stand inside a scope token, too. */
const separator = /[,;|+]/;

/** Scopes that the request names, and those that the token names. */
function knownScopes({ observation }: Subject): Set<string> {
  const requested = (sentForm(observation).get('scope') ?? '').split(' ');
  return new Set([...requested, ...scopeOfToken(observation)].filter((scope) => scope !== ''));
}

/** The scope token in which known scopes are joined, if there is one. */
function joined(tokens: readonly string[], known: ReadonlySet<string>): string | undefined {
  return tokens.find(
    (token) =>
      separator.test(token) && !known.has(token) && token.split(separator).some((part) => known.has(part)),
  );
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
    const tokens = scope.split(' ');
    const list = joined(tokens, knownScopes(judged));
    if (list !== undefined)
      return violation(expected, `${quoted(list)}, where known scopes are joined without a space`);
    return new Set(tokens).size === tokens.length
      ? pass
      : violation('each scope token once', 'a scope token occurs twice', { severity: 'info' });
  }),
  examples: {
    conforming: [
      example('a comma inside a token, which the grammar allows', {
        json: { ...tokenResponse, scope: 'a,b c' },
      }),
      {
        name: 'a requested scope that has a comma',
        subject: subject(
          observation({ json: { ...tokenResponse, scope: 'a,b' } }, { form: [['scope', 'a,b']] }),
        ),
      },
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
      },
      example(
        'the scopes that the token names, joined by a bar',
        jwtResponse({ claims: { scope: 'read write' }, json: { scope: 'read|write' } }),
      ),
      example('a token twice', { json: { ...tokenResponse, scope: 'read read' } }, {}, 'info'),
    ],
  },
};
