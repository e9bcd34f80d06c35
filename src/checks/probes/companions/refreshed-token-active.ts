import { member } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { answered } from './answered.js';

const literal = { probe: 'introspection/refreshed-token', grant: 'refresh_token' };

export const refreshedTokenActive: Check = {
  id: 'refreshed-token-active',
  title: 'A refreshed access token introspects as active.',
  requirements: ['RFC6749-6-new-access-token-works'],
  on: { probes: ['introspection/refreshed-token'] },
  judge: (subject) =>
    answered(subject, (response) => {
      const fresh = subject.peer('introspection/active', 'password')?.response;
      if (fresh && member(fresh, 'active') !== true)
        return notApplicable('no token introspects as active: judged by a rule of its own');
      if (response.status !== 200)
        return notApplicable('introspection is refused: judged by a rule of its own');
      return member(response, 'active') === true ? pass : violation('active true', 'another value');
    }),
  examples: {
    conforming: [
      example('active', { json: { active: true } }, literal),
      example('refused altogether', oauthError('invalid_client', 401), literal),
      example(
        'no other token is active either',
        { json: { active: false } },
        { ...literal, peers: { 'password introspection/active': observation({ json: { active: false } }) } },
      ),
    ],
    violating: [example('inactive', { json: { active: false } }, literal)],
  },
};
