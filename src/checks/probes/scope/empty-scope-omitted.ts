import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashed, tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { sameSet, statedScope } from '../token-facts.js';

const answer = (scope: string) => ({ json: { ...tokenResponse, scope } });
const literal = { probe: 'scope/empty', peers: { 'valid/without-scope': observation(answer('read write')) } };

export const emptyScopeOmitted: Check = {
  id: 'empty-scope-omitted',
  title: 'scope without a value has the same outcome as no scope at all.',
  requirements: ['RFC6749-3.2-empty-scope'],
  on: { probes: ['scope/empty'] },
  judge({ observation: given, control, peer }) {
    const withoutScope = control && !sentForm(control).has('scope') ? control : undefined;
    const reference = peer('valid/without-scope') ?? withoutScope;
    if (!reference) return inconclusive('no request without scope was sent for comparison');
    const blocked = shielded(given) ?? shielded(reference);
    if (blocked !== undefined) return inconclusive(blocked);
    const crash = crashed(given) ?? crashed(reference);
    if (crash) return crash;
    if (tokenIssued(given) !== tokenIssued(reference))
      return violation(`as without scope: ${whatCame(reference)}`, whatCame(given));
    const [granted, expected] = [statedScope(given), statedScope(reference)];
    return granted === undefined || expected === undefined || sameSet(granted, expected)
      ? pass
      : violation('the scope that is granted without scope', 'another scope');
  },
  examples: {
    conforming: [
      example('the same scope in another order', answer('write read'), literal),
      example('invalid_scope in both', oauthError('invalid_scope'), {
        probe: 'scope/empty',
        peers: { 'valid/without-scope': observation(oauthError('invalid_scope')) },
      }),
    ],
    violating: [
      example('all scopes', answer('read write admin'), literal),
      example('refused', oauthError('invalid_request'), literal),
    ],
  },
};
