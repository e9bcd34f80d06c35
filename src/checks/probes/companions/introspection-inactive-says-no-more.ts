import { jsonObject, member } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { alsoAnswered } from './answered.js';

const literal = { probe: 'introspection/garbage' };

export const introspectionInactiveSaysNoMore: Check = {
  id: 'introspection-inactive-says-no-more',
  title: 'Nothing else is said about an inactive token, not even why.',
  requirements: ['RFC7662-2.2-inactive-no-details'],
  on: {
    probes: [
      'introspection/garbage',
      'introspection/other-client',
      'introspection/refresh-token',
      'introspection/revoked-refresh-token',
      'introspection/tampered',
      'introspection/unsigned',
      'revocation/introspection-after',
    ],
  },
  judge: (subject) =>
    alsoAnswered(subject, (response) => {
      if (member(response, 'active') !== false)
        return notApplicable('the token is not reported as inactive: judged by a rule of its own');
      const others = Object.keys(jsonObject(response) ?? {}).filter((name) => name !== 'active');
      return others.length === 0
        ? pass
        : violation('active as the only member', `${others.length} further members`);
    }),
  examples: {
    conforming: [
      example('nothing else', { json: { active: false } }, literal),
      example('not inactive: another rule', { json: { active: true, sub: 'alice' } }, literal),
    ],
    violating: [
      example('why', { json: { active: false, reason: 'expired' } }, literal),
      example(
        'whose it is',
        { json: { active: false, sub: 'alice' } },
        { probe: 'introspection/other-client' },
      ),
    ],
  },
};
