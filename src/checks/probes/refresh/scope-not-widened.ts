import { stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, type Subject, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';
import { grantedScope, requestedScope } from '../scope/requested-scope.js';
import { statedScope } from '../token-facts.js';
import { presentedToken } from './presented.js';

const sent = (scope: string) => ({ form: [['scope', scope]] as const });
const answer = (scope?: string) => ({ json: { ...tokenResponse, scope } });
const again = (code: string, token = 'the-token') =>
  observation(oauthError(code), { form: [['refresh_token', token], ...sent('read write').form] });
const literal = {
  probe: 'refresh/wider-scope',
  grant: 'refresh_token',
  peers: { issue: observation(answer('read'), sent('read')) },
};

/** Steps that present the same token before. */
const earlier = ['wrong-secret', 'request'];

/** A server may revoke a refresh token that was presented in vain: then `invalid_grant` is right from there on. */
function refusedBefore({ observation: given, step }: Subject): boolean {
  return earlier
    .map(step)
    .some(
      (made) =>
        made !== undefined &&
        made !== given &&
        !tokenIssued(made) &&
        presentedToken(made) === presentedToken(given),
    );
}

export const scopeNotWidened: Check = {
  id: 'scope-not-widened',
  title: 'A refresh adds no scope that was not granted at first.',
  requirements: ['RFC6749-6-no-scope-widening'],
  on: { probes: ['refresh/wider-scope'] },
  judge(subject) {
    const { observation: given, peer, contract } = subject;
    if (given.response && stringMember(given.response, 'error') === 'invalid_grant' && refusedBefore(subject))
      return notApplicable('a refused refresh before it consumed the token: judged by a rule of its own');
    if (!tokenIssued(given))
      return refusedWithCode(subject, {
        codes: ['invalid_scope'],
        tolerated: { invalid_grant: 'warn', invalid_request: 'warn' },
      });
    const issued = peer('issue');
    if (!issued) return inconclusive('the token that was issued first is not known');
    // A default scope that nobody states may be any of those that the document names.
    const original = grantedScope(issued) ?? new Set(contract.scopes);
    const added = [...(requestedScope(given) ?? [])].filter((scope) => !original.has(scope));
    if (added.length === 0)
      return inconclusive('the scope that was asked for may have been granted at first');
    const granted = grantedScope(given);
    return added.some((scope) => granted?.has(scope))
      ? violation(
          'invalid_scope, or a grant without the added scope',
          statedScope(given)
            ? 'a grant that names the added scope'
            : 'a grant without scope, which means: as requested',
        )
      : pass;
  },
  examples: {
    conforming: [
      example('invalid_scope', oauthError('invalid_scope'), literal),
      example('the refusal before consumed the token', again('invalid_grant'), {
        ...literal,
        steps: { request: again('invalid_scope') },
      }),
      example('granted as before', observation(answer('read'), sent('read write')), literal),
    ],
    violating: [
      example('widened', observation(answer('read write'), sent('read write')), literal),
      example('as requested', observation(answer(), sent('read write')), literal),
      example('tolerated code', oauthError('invalid_grant'), literal, 'warn'),
      example(
        'tolerated code, after a refusal of another token',
        again('invalid_grant'),
        { ...literal, steps: { request: again('invalid_scope', 'another') } },
        'warn',
      ),
      example('a code that says something else', oauthError('invalid_client'), literal),
    ],
  },
};
