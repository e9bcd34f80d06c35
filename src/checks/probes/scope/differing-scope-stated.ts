import { member } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, observation, oauthError, tokenResponse } from '../../examples.js';
import { tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { everyScope } from '../token-facts.js';

const literal = { probe: 'scope/unknown' };
const sent = { form: [['scope', 'x_unknown']] } as const;

/** "OPTIONAL, if identical to the scope requested by the client; otherwise, REQUIRED" (RFC 6749 section 5.1). */
export const differingScopeStated: Check = {
  id: 'differing-scope-stated',
  title: 'When the granted scope differs from the one requested, the response states it.',
  requirements: ['RFC6749-5.1-scope-when-different'],
  on: { probes: ['scope/unknown'] },
  judge({ observation: given }) {
    if (!given.response || !tokenIssued(given)) return notApplicable('no token was issued');
    const requested = (sentForm(given).get('scope') ?? '').split(' ');
    if (requested.some((scope) => everyScope(given).has(scope)))
      return notApplicable('the unknown scope was granted: judged by a rule of its own');
    return member(given.response, 'scope') === undefined
      ? violation('a member scope with the scope that was granted', 'no scope member, which means: as requested')
      : pass;
  },
  examples: {
    conforming: [
      example('stated', observation({ json: { ...tokenResponse, scope: 'read' } }, sent), literal),
      example('refused: nothing was granted', oauthError('invalid_scope'), literal),
    ],
    violating: [example('dropped silently', observation({}, sent), literal)],
  },
};
