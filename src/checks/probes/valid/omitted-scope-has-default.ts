import { stringMember } from '../../../http/answer.js';
import { type Check, pass } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { granted } from '../outcome.js';

const literal = { probe: 'valid/without-scope' };

export const omittedScopeHasDefault: Check = {
  id: 'omitted-scope-has-default',
  title: 'Without scope the server applies a default or fails with invalid_scope.',
  requirements: ['RFC6749-3.3-omitted-scope-default'],
  on: { probes: ['valid/without-scope'] },
  judge(subject) {
    const { response } = subject.observation;
    const error = response && stringMember(response, 'error');
    if (error === 'invalid_scope') return pass;
    return granted(subject, error === 'invalid_request' ? { severity: 'warn' } : {});
  },
  examples: {
    conforming: [
      example('a default scope', {}, literal),
      example('no default: invalid_scope', oauthError('invalid_scope'), literal),
    ],
    violating: [
      example('scope is mandatory in practice', oauthError('invalid_request'), literal, 'warn'),
      example('a code that says something else', oauthError('invalid_grant'), literal),
    ],
  },
};
