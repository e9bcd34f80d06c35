import { member, stringMember } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { granted } from '../outcome.js';
import { grantedScope, requestedScope } from '../scope/requested-scope.js';
import { sameSet, scopeOfToken } from '../token-facts.js';

const sent = (scope: string) => ({ form: [['scope', scope]] as const });
const answer = (scope?: string) => ({ json: { ...tokenResponse, scope } });
const literal = {
  probe: 'refresh/narrower-scope',
  grant: 'refresh_token',
  peers: { issue: observation(answer('read write'), sent('read write')) },
};

/** True when the response says that no more than the requested scope was granted. */
function stated(given: Observation): boolean {
  const scope = given.response && stringMember(given.response, 'scope');
  const requested = requestedScope(given);
  return scope !== undefined && requested !== undefined && sameSet(new Set(scope.split(' ')), requested);
}

export const narrowerScopeGranted: Check = {
  id: 'narrower-scope-granted',
  title: 'A refresh with less scope brings a token of less scope, and says when it does not.',
  requirements: ['RFC6749-6-narrow-scope'],
  on: { probes: ['refresh/narrower-scope'] },
  judge(subject) {
    const { observation: given, peer } = subject;
    const requested = requestedScope(given);
    const issued = peer('issue');
    const original = issued && grantedScope(issued);
    if (!requested || !original) return inconclusive('the scope that was granted at first is not known');
    if (![...requested].every((scope) => original.has(scope)))
      return notApplicable('the scope that is asked for was not granted at first');
    const judgement = granted(subject);
    if (judgement.kind !== 'pass')
      return judgement.kind === 'violation' &&
        given.response &&
        stringMember(given.response, 'error') === 'invalid_scope'
        ? { ...judgement, severity: 'warn' }
        : judgement;
    const inToken = scopeOfToken(given);
    if ([...inToken].some((scope) => original.has(scope) && !requested.has(scope)) && stated(given))
      return violation('a token of the scope that the response states', 'a token of more scope');
    const scope = grantedScope(given) ?? requested;
    if (sameSet(scope, requested)) return pass;
    const expected = 'the scope that was asked for';
    if (!sameSet(scope, original)) return violation(expected, 'another scope');
    return given.response && member(given.response, 'scope') !== undefined
      ? violation(expected, 'all that was granted at first, as the response says', { severity: 'info' })
      : violation(expected, 'all that was granted at first, and the response does not say so');
  },
  examples: {
    conforming: [
      example('less', observation(answer('read'), sent('read')), literal),
      example('not stated: as requested', observation(answer(), sent('read')), literal),
      example(
        'it was not granted at first',
        observation(oauthError('invalid_scope'), sent('admin')),
        literal,
      ),
    ],
    violating: [
      example('ignored, and said so', observation(answer('write read'), sent('read')), literal, 'info'),
      example('refused as a scope', observation(oauthError('invalid_scope'), sent('read')), literal, 'warn'),
      example('refused', observation(oauthError('invalid_grant'), sent('read')), literal),
      example(
        'ignored without a word',
        observation(jwtResponse({ claims: { scope: 'read write' } }), sent('read')),
        literal,
      ),
      example(
        'less by the response, all in the token',
        observation(jwtResponse({ claims: { scope: 'read write' }, json: { scope: 'read' } }), sent('read')),
        literal,
      ),
      example('something else', observation(answer('write'), sent('read')), literal),
    ],
  },
};
