import { type Check, pass, violation } from '../../check.js';
import { jwtResponse } from '../../example-jwt.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { everyScope } from '../token-facts.js';
import { grantedScope } from './requested-scope.js';

const literal = { probe: 'scope/forbidden' };
const sent = { form: [['scope', 'admin']] } as const;
const answer = (scope?: string) => ({ json: { ...tokenResponse, scope } });

export const forbiddenScopeNotGranted: Check = {
  id: 'forbidden-scope-not-granted',
  title: 'A scope that the client or the user may not have is not granted.',
  requirements: ['RFC6749-10.3-no-scope-escalation'],
  on: { probes: ['scope/forbidden'] },
  judge(subject) {
    const { observation: given, step } = subject;
    if (!tokenIssued(given))
      return refusedWithCode(subject, { codes: ['invalid_scope', 'unauthorized_client'] });
    // A response that is silent about the scope says that the requested one was granted (section 5.1).
    const granted = new Set([...everyScope(given), ...(grantedScope(given) ?? [])]);
    // Beside another one it is granted only where it is named itself.
    const forbidden = (sentForm(step('alone') ?? given).get('scope') ?? '').split(' ');
    return forbidden.some((scope) => granted.has(scope))
      ? violation('invalid_scope, or a grant without that scope', 'a grant of that scope')
      : pass;
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_scope'), literal),
      example('refused for this client', oauthError('unauthorized_client'), literal),
      example(
        'left out, beside one that is granted',
        observation(answer('read'), { form: [['scope', 'read admin']] }),
        {
          ...literal,
          steps: { alone: observation(oauthError('invalid_scope'), sent) },
        },
      ),
      example('left out', observation(answer('read'), sent), literal),
    ],
    violating: [
      example('granted', observation(answer('read admin'), sent), literal),
      example('granted without a word', observation(answer(), sent), literal),
      example(
        'left out of the response, granted in the token',
        observation(jwtResponse({ claims: { scope: 'read admin' }, json: { scope: 'read' } }), sent),
        literal,
      ),
      example('a code that says something else', oauthError('invalid_grant'), literal),
    ],
  },
};
