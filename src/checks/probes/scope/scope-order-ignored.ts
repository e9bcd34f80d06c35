import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashed, tokenIssued } from '../outcome.js';
import { sameSet } from '../token-facts.js';
import { grantedScope } from './requested-scope.js';

const answer = (scope?: string) => ({ json: { ...tokenResponse, scope } });
const given = (scope?: string) => observation(answer(scope), { form: [['scope', 'read write']] });
const reversed = (scope?: string) => observation(answer(scope), { form: [['scope', 'write read']] });
const literal = { probe: 'scope/reordered', steps: { given: given('read write') } };

/** "their order does not matter" (RFC 6749 section 3.3). */
export const scopeOrderIgnored: Check = {
  id: 'scope-order-ignored',
  title: 'Scopes are granted alike in whichever order they are asked for.',
  requirements: ['RFC6749-3.3-scope-order'],
  on: { probes: ['scope/reordered'] },
  judge(subject) {
    const { observation: last, step } = subject;
    const first = step('given');
    if (!first) return inconclusive('the scopes were not sent in the first order');
    if (first === last) return notApplicable('judged with the other order');
    const blocked = shielded(first) ?? shielded(last);
    if (blocked !== undefined) return inconclusive(blocked);
    const crash = crashed(first) ?? crashed(last);
    if (crash) return crash;
    if (!tokenIssued(first) && !tokenIssued(last))
      return inconclusive('the two scopes are granted in neither order');
    if (tokenIssued(first) !== tokenIssued(last))
      return violation(`as in the other order: ${whatCame(first)}`, whatCame(last));
    const [one, other] = [grantedScope(first), grantedScope(last)];
    return one === undefined || other === undefined || sameSet(one, other)
      ? pass
      : violation('the same scopes as in the other order', 'other scopes');
  },
  examples: {
    conforming: [
      example('the same', reversed('read write'), literal),
      example('reported in the order of the request', reversed('write read'), literal),
      example('not reported: as requested', reversed(), { ...literal, steps: { given: given() } }),
      example('both reduced to the same one', reversed('read'), {
        ...literal,
        steps: { given: given('read') },
      }),
    ],
    violating: [
      example('the first one only', reversed('write'), { ...literal, steps: { given: given('read') } }),
      example('refused in one order', oauthError('invalid_scope'), literal),
      example('granted in one order only', reversed('read write'), {
        ...literal,
        steps: { given: observation(oauthError('invalid_scope')) },
      }),
    ],
  },
};
