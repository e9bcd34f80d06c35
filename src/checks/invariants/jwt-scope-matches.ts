import { stringMember } from '../../http/answer.js';
import { onJwt } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { jwtResponse } from '../example-jwt.js';
import { example } from '../examples.js';
import type { AccessTokenJwt } from '../jwt.js';

function scopesOf(value: unknown): Set<string> | undefined {
  const list = typeof value === 'string' ? value.split(' ') : value;
  if (!Array.isArray(list) || !list.every((scope) => typeof scope === 'string')) return undefined;
  return new Set(list.filter((scope) => scope !== ''));
}

/** RFC 9068 section 2.2.3, or what vendors use in its place. */
function claimedScopes({ claims }: AccessTokenJwt): Set<string> | undefined {
  return scopesOf(claims.scope) ?? scopesOf(claims.scp) ?? scopesOf(claims.scopes);
}

export const jwtScopeMatches: Check = {
  id: 'jwt-scope-matches',
  title: 'The scope of a JWT access token agrees with the scope of the response',
  requirements: ['JWT-scope-matches-response'],
  on: { every: 'success' },
  judge: onJwt((jwt, response) => {
    const told = scopesOf(stringMember(response, 'scope'));
    const claimed = claimedScopes(jwt);
    if (!told || !claimed) return notApplicable('the token or the response names no scope');
    const more = [...claimed].filter((scope) => !told.has(scope));
    const less = [...told].filter((scope) => !claimed.has(scope));
    if (more.length === 0 && less.length === 0) return pass;
    return violation(
      'the same scope in both',
      more.length > 0
        ? 'the token has more scope than the response tells'
        : 'the token has less scope than the response tells',
    );
  }),
  examples: {
    conforming: [
      example(
        'another order, as an array',
        jwtResponse({ claims: { scp: ['b', 'a'] }, json: { scope: 'a b' } }),
      ),
      example('only the token tells', jwtResponse({ claims: { scope: 'a' } })),
    ],
    violating: [
      example('more', jwtResponse({ claims: { scope: 'a admin' }, json: { scope: 'a' } })),
      example('less', jwtResponse({ claims: { scopes: ['a'] }, json: { scope: 'a b' } })),
    ],
  },
};
