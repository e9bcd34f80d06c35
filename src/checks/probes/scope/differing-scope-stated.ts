import { member } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, notApplicable, pass, type Subject, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { everyScope, sameSet, scopeOfToken, statedScope } from '../token-facts.js';

const literal = { probe: 'scope/unknown' };
const sent = { form: [['scope', 'x_unknown']] } as const;
const introspected = { json: { active: true, scope: 'read' } };

function requestedScope(grant: Observation): Set<string> {
  return new Set((sentForm(grant).get('scope') ?? '').split(' ').filter((scope) => scope !== ''));
}

/** True when it is certain that not exactly the requested scope was granted. */
function differs({ observation: given, probe }: Subject, grant: Observation): boolean {
  const requested = requestedScope(grant);
  if (probe === 'scope/unknown') return ![...requested].some((scope) => everyScope(given).has(scope));
  // The JWT or introspection says what was granted, or what a default came to.
  const granted = statedScope(given);
  return granted !== undefined && granted.size > 0 && !sameSet(granted, requested);
}

/** Scopes that are no permissions at a resource: a token may leave them out (OpenID Connect Core sections 3.1.2.1 and 11). */
const ofTheServer = new Set(['openid', 'offline_access']);

/** Scopes that the response names, and that the token, or introspection, does not have. */
function overstated({ observation: given, probe }: Subject, stated: unknown): string[] {
  const granted = probe === 'introspection/active' ? statedScope(given) : scopeOfToken(given);
  if (typeof stated !== 'string' || granted === undefined || granted.size === 0) return [];
  return stated.split(' ').filter((scope) => scope !== '' && !granted.has(scope) && !ofTheServer.has(scope));
}

/** "OPTIONAL, if identical to the scope requested by the client; otherwise, REQUIRED" (RFC 6749 section 5.1). */
export const differingScopeStated: Check = {
  id: 'differing-scope-stated',
  title: 'When the granted scope differs from the one requested, the response states it.',
  requirements: ['RFC6749-5.1-scope-when-different'],
  on: {
    probes: [
      ...['scope/unknown', 'scope/reordered', 'valid/without-scope', 'valid/every-optional'],
      ...['refresh/narrower-scope', 'introspection/active'],
    ],
  },
  judge(subject) {
    const grant = subject.probe === 'introspection/active' ? subject.peer('issue') : subject.observation;
    if (!grant?.response) return inconclusive('there is no token response');
    if (!tokenIssued(grant)) return notApplicable('no token was issued');
    const stated = member(grant.response, 'scope');
    const [surplus] = overstated(subject, stated);
    if (surplus !== undefined)
      return violation(
        'a member scope with the scope that was granted',
        `${quoted(surplus)} besides, which was not granted`,
      );
    if (stated !== undefined) return pass;
    return differs(subject, grant)
      ? violation(
          'a member scope with the scope that was granted',
          'no scope member, which means: as requested',
        )
      : notApplicable('nothing shows that another scope than the requested one was granted');
  },
  examples: {
    conforming: [
      example('stated', observation({ json: { ...tokenResponse, scope: 'read' } }, sent), literal),
      example('refused: nothing was granted', oauthError('invalid_scope'), literal),
      example('as requested', introspected, {
        probe: 'introspection/active',
        peers: { issue: observation({}, { form: [['scope', 'read']] }) },
      }),
    ],
    violating: [
      example(
        'the requested scope repeated, and another one granted',
        observation(jwtResponse({ claims: { scope: 'read' }, json: { scope: 'x_unknown' } }), sent),
        literal,
      ),
      example(
        'one of two scopes left out without a word',
        observation(jwtResponse({ claims: { scope: 'read' } }), { form: [['scope', 'read write']] }),
        { probe: 'scope/reordered' },
      ),
      example('dropped silently', observation({}, sent), literal),
      example('a default that only the token names', jwtResponse({ claims: { scope: 'read' } }), {
        probe: 'valid/without-scope',
      }),
      example('a default that only introspection names', introspected, {
        probe: 'introspection/active',
        peers: { issue: observation() },
      }),
    ],
  },
};
