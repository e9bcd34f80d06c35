import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { granted } from '../outcome.js';
import { sameSet, scopeOfToken, statedScope } from '../token-facts.js';

const answer = (scope?: string) => ({ json: { ...tokenResponse, scope } });
const literal = {
  probe: 'refresh/without-scope',
  grant: 'refresh_token',
  peers: { issue: observation(answer('read write')) },
};

export const omittedScopeIsOriginal: Check = {
  id: 'omitted-scope-is-original',
  title: 'A refresh without scope brings a token of the scope that was granted at first.',
  requirements: ['RFC6749-6-omitted-scope-original'],
  on: { probes: ['refresh/without-scope', 'refresh/after-narrowing'] },
  judge(subject) {
    const judgement = granted(subject);
    if (judgement.kind !== 'pass') return judgement;
    const issued = subject.peer('issue');
    if (!issued) return inconclusive('the token that was issued first is not known');
    const [renewed, original] = [statedScope(subject.observation), statedScope(issued)];
    const [inToken, atFirst] = [scopeOfToken(subject.observation), scopeOfToken(issued)];
    const sameInToken = inToken.size === 0 || atFirst.size === 0 || sameSet(inToken, atFirst);
    return sameInToken && (renewed === undefined || original === undefined || sameSet(renewed, original))
      ? pass
      : violation('the scope that was granted at first', 'another scope');
  },
  examples: {
    conforming: [
      example('the same in another order', answer('write read'), literal),
      example('not stated: as before', answer(), literal),
    ],
    violating: [
      example('less', answer('read'), literal),
      example('refused', oauthError('invalid_scope'), literal),
    ],
  },
};
