import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { tokenIssued } from '../outcome.js';
import { grantedScope } from '../scope/requested-scope.js';
import { sameSet, statedScope } from '../token-facts.js';
import { rotated } from './presented.js';

const answer = (scope?: string, refresh_token = 'r2') => ({
  json: { ...tokenResponse, refresh_token, scope },
});
const presenting = (token: string, scope?: string) => ({
  form: [['refresh_token', token] as const, ...(scope === undefined ? [] : [['scope', scope] as const])],
});
const narrowed = observation(answer('read'), presenting('r1', 'read'));
const issue = observation(answer('read write', 'r1'), { form: [['scope', 'read write']] });
const literal = {
  probe: 'refresh/after-narrowing',
  grant: 'refresh_token',
  peers: { issue, 'refresh/narrower-scope': narrowed },
};
const request = presenting('r2');

export const scopeRestoredAfterNarrowing: Check = {
  id: 'scope-restored-after-narrowing',
  title: 'A new refresh token has the scope of the one before it, even where the access token got less.',
  requirements: ['RFC6749-6-new-refresh-token-scope-identical'],
  on: { probes: ['refresh/after-narrowing'] },
  judge({ observation: given, peer }) {
    const [issued, before] = [peer('issue'), peer('refresh/narrower-scope')];
    const original = issued && grantedScope(issued);
    if (!original || !before) return inconclusive('the scope that was granted at first is not known');
    if (!rotated(before)) return notApplicable('the refresh with less scope returned no new refresh token');
    const [less, renewed] = [grantedScope(before), statedScope(given)];
    if (!less || sameSet(less, original)) return notApplicable('the scope was not narrowed before');
    if (!tokenIssued(given)) return notApplicable('the refresh was not granted: judged by a rule of its own');
    return renewed === undefined || sameSet(renewed, original)
      ? pass
      : violation('the scope that was granted at first', 'another scope');
  },
  examples: {
    conforming: [
      example('all of it, in another order', observation(answer('write read', 'r3'), request), literal),
      example('not stated: as granted at first', observation(answer(undefined, 'r3'), request), literal),
      example('refused: another rule', observation(oauthError('invalid_grant'), request), literal),
      example('no new refresh token', observation(answer('read'), presenting('r1')), {
        ...literal,
        peers: {
          issue,
          'refresh/narrower-scope': observation(answer('read', 'r1'), presenting('r1', 'read')),
        },
      }),
    ],
    violating: [example('narrow for ever', observation(answer('read', 'r3'), request), literal)],
  },
};
