import { jsonObject } from '../../../http/answer.js';
import { requirementIdOf } from '../../../requirements/catalogue.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashed } from '../outcome.js';

const works = { status: 200, json: { username: 'alice' } };
const requirements = [requirementIdOf('ASVS5-8.4.1', 'any')] as const;

const tokenOfAnotherRealmRefused: Check = {
  id: 'token-of-another-realm-refused',
  title: 'An access token is worth nothing under the identifier of another realm.',
  requirements,
  on: { probes: ['resource/other-realm', 'introspection/other-realm'] },
  judge({ observation: given, probe }) {
    const blocked = shielded(given);
    if (blocked !== undefined && given.response?.status !== 403) return inconclusive(blocked);
    const crash = crashed(given);
    if (crash || !given.response) return crash ?? inconclusive('no response came');
    const accepted =
      given.response.status < 300 &&
      (!probe.startsWith('introspection/') || jsonObject(given.response)?.active === true);
    // It may be that the identifier is not looked at, and no data of the other realm are reached.
    return accepted
      ? violation('a refusal, or an inactive token', `HTTP ${given.response.status}, as in its own realm`, {
          severity: 'warn',
        })
      : pass;
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_token', 401), { probe: 'resource/other-realm' }),
      example('forbidden', { status: 403, json: {} }, { probe: 'resource/other-realm' }),
      example('inactive', { json: { active: false } }, { probe: 'introspection/other-realm' }),
    ],
    violating: [
      example('accepted', works, { probe: 'resource/other-realm' }, 'warn'),
      example('active', { json: { active: true } }, { probe: 'introspection/other-realm' }, 'warn'),
    ],
  },
};

const before = { peers: { 'resource/access-token': observation(works) } };

const revocationInAnotherRealmWithoutEffect: Check = {
  id: 'revocation-in-another-realm-without-effect',
  title: 'Nothing is revoked under the identifier of another realm.',
  requirements,
  on: { probes: ['revocation/other-realm', 'resource/after-other-realm'] },
  judge({ observation: given, probe, step }) {
    if (probe.startsWith('revocation/'))
      return crashed(given) ?? notApplicable('seen by what became of the token');
    const revocation = step('revocation');
    if (!revocation?.response) return inconclusive('the revocation was not answered');
    const status = given.response?.status ?? 0;
    if (status === 401)
      return violation('an access token that stays valid', whatCame(given), { severity: 'warn' });
    return status >= 200 && status < 300 ? pass : inconclusive(`the resource answered HTTP ${status}`);
  },
  examples: {
    conforming: [
      example('it stays valid', works, {
        ...before,
        probe: 'resource/after-other-realm',
        steps: { revocation: observation({ status: 200, body: '' }) },
      }),
    ],
    violating: [
      example(
        'it is revoked',
        oauthError('invalid_token', 401),
        {
          ...before,
          probe: 'resource/after-other-realm',
          steps: { revocation: observation({ status: 200, body: '' }) },
        },
        'warn',
      ),
    ],
  },
};

export const realmsApart: readonly Check[] = [
  tokenOfAnotherRealmRefused,
  revocationInAnotherRealmWithoutEffect,
];
