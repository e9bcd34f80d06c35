import { member } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { introspected } from './answered.js';

const active = observation({ json: { active: true } });
const literal = { probe: 'introspection/hint/refresh-token', peers: { 'introspection/active': active } };

/** RFC 7662 section 2.1: "it MUST extend its search across all of its supported token types". */
export const introspectionHintNoObstacle: Check = {
  id: 'introspection-hint-no-obstacle',
  title: 'A wrong token_type_hint does not hide an active token.',
  requirements: ['RFC7662-2.1-wrong-hint'],
  on: { probes: ['introspection/hint/*'] },
  judge(subject) {
    const plain = subject.peer('introspection/active')?.response;
    if (!plain || member(plain, 'active') !== true)
      return notApplicable('the token is not active without a hint either: judged by a rule of its own');
    return introspected(subject, (response) => {
      const found = member(response, 'active');
      if (response.status === 200 && found === true) return pass;
      return violation('active true', found === false ? 'active false' : whatCame(subject.observation));
    });
  },
  examples: {
    conforming: [
      example('active', { json: { active: true, sub: 'alice' } }, literal),
      example(
        'inactive without a hint',
        { json: { active: false } },
        {
          ...literal,
          peers: { 'introspection/active': observation({ json: { active: false } }) },
        },
      ),
    ],
    violating: [
      example('hidden', { json: { active: false } }, literal),
      example('refused', oauthError('unsupported_token_type'), {
        ...literal,
        probe: 'introspection/hint/unknown',
      }),
    ],
  },
};
