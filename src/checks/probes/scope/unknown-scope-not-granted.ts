import { type Check, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { everyScope } from '../token-facts.js';

const literal = { probe: 'scope/unknown' };
const sent = { form: [['scope', 'x_unknown']] } as const;
const answer = (scope: string) => ({ json: { ...tokenResponse, scope } });

export const unknownScopeNotGranted: Check = {
  id: 'unknown-scope-not-granted',
  title: 'A scope that does not exist is refused with invalid_scope or ignored, never reported as granted.',
  requirements: ['RFC6749-5.2-unknown-scope'],
  on: { probes: ['scope/unknown'] },
  judge(subject) {
    const { observation: given } = subject;
    if (!tokenIssued(given)) return refusedWithCode(subject, { codes: ['invalid_scope'] });
    const named = everyScope(given);
    const requested = (sentForm(given).get('scope') ?? '').split(' ');
    return requested.some((scope) => named.has(scope))
      ? violation(
          'invalid_scope, or a grant without the unknown scope',
          'a grant that names the unknown scope',
        )
      : pass;
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_scope'), literal),
      example('ignored', observation(answer('read'), sent), literal),
      example('a scope of a similar name', observation(answer('x_unknown_too'), sent), literal),
    ],
    violating: [
      example('copied into the grant', observation(answer('read x_unknown'), sent), literal),
      example('a code that says something else', oauthError('invalid_request'), literal),
    ],
  },
};
