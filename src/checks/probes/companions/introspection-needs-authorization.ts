import { member } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { answered } from './answered.js';

const literal = { probe: 'introspection/without-client-authentication' };

export const introspectionNeedsAuthorization: Check = {
  id: 'introspection-needs-authorization',
  title: 'Introspection answers only a caller that is authorised.',
  requirements: ['RFC7662-2.1-authorization-required'],
  on: { probes: ['introspection/without-client-authentication'] },
  judge: (subject) =>
    answered(subject, (response) => {
      const active = member(response, 'active');
      if (response.status >= 400)
        return active === true
          ? violation('a refusal that says nothing else', 'a refusal with active true')
          : pass;
      // An answer that discloses nothing is no token scanning, if not the refusal that is asked for.
      return violation('a refusal (HTTP 401)', `HTTP ${response.status}`, {
        ...(active === false ? { severity: 'warn' } : {}),
      });
    }),
  examples: {
    conforming: [
      example('refused', oauthError('invalid_client', 401), literal),
      example('forbidden', { status: 403, body: '' }, literal),
    ],
    violating: [
      example('refused, and told', { status: 401, json: { active: true } }, literal),
      example('open', { json: { active: true, sub: 'alice' } }, literal),
      example('discloses nothing', { json: { active: false } }, literal, 'warn'),
    ],
  },
};
