import { member } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';

const literal = { probe: 'valid/every-optional' };
const sent = { form: [['scope', 'read']] } as const;
const answer = (scope?: unknown) => ({ json: { ...tokenResponse, scope } });

export const scopeStated: Check = {
  id: 'scope-stated',
  title: 'A grant states its scope, even when it is the one that was asked for.',
  requirements: ['OAUTH21-3.2.3-scope-recommended'],
  on: { probes: ['valid/every-optional'] },
  judge({ observation: given }) {
    if (!given.response || !tokenIssued(given)) return notApplicable('no token was issued');
    if (!sentForm(given).has('scope')) return notApplicable('no scope was asked for');
    return typeof member(given.response, 'scope') === 'string'
      ? pass
      : violation('the member scope', 'a grant without it');
  },
  examples: {
    conforming: [
      example('the same scope', observation(answer('read'), sent), literal),
      example('none was asked for', answer(), literal),
      example('refused: judged elsewhere', observation(oauthError('invalid_scope'), sent), literal),
    ],
    violating: [
      example('absent', observation(answer(), sent), literal, 'info'),
      example('null', observation(answer(null), sent), literal, 'info'),
    ],
  },
};
