import { mediaType, member } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { quoted } from '../../quoting.js';
import { introspected } from './answered.js';

const literal = { probe: 'introspection/garbage' };

export const introspectionInactive: Check = {
  id: 'introspection-inactive',
  title: 'A token that was never issued introspects as inactive, with HTTP 200.',
  requirements: ['RFC7662-2.2-inactive-false'],
  on: { probes: ['introspection/garbage'] },
  judge: (subject) =>
    introspected(subject, (response) => {
      if (response.status !== 200)
        return violation('HTTP 200 with active false', whatCame(subject.observation));
      if (mediaType(response) !== 'application/json')
        return violation('application/json', quoted(mediaType(response) ?? ''));
      const active = member(response, 'active');
      return active === false
        ? pass
        : violation('active false', active === true ? 'active true' : 'no boolean member active');
    }),
  examples: {
    conforming: [
      example('inactive', { json: { active: false } }, literal),
      example(
        'inactive with a reason: another rule',
        { json: { active: false, reason: 'unknown' } },
        literal,
      ),
    ],
    violating: [
      example('active', { json: { active: true } }, literal),
      example('refused', oauthError('invalid_token', 401), {
        ...literal,
        peers: { 'introspection/active': observation({ json: { active: true } }) },
      }),
      example('a string', { json: { active: 'false' } }, literal),
      example(
        'labelled as text',
        { headers: [['Content-Type', 'text/plain']], json: { active: false } },
        literal,
      ),
    ],
  },
};
