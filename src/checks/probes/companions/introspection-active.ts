import { mediaType, member, readJson } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { introspected } from './answered.js';

const literal = { probe: 'introspection/active' };

export const introspectionActive: Check = {
  id: 'introspection-active',
  title: 'A fresh access token introspects as active, with a JSON boolean.',
  requirements: ['RFC7662-2.2-active-true'],
  on: { probes: ['introspection/active'] },
  judge: (subject) =>
    introspected(subject, (response) => {
      if (response.status !== 200) return violation('HTTP 200 with active true', `HTTP ${response.status}`);
      if (mediaType(response) !== 'application/json')
        return violation('application/json', quoted(mediaType(response) ?? ''));
      const { problem } = readJson(response);
      if (problem !== undefined) return violation('a JSON object with active true', problem);
      const active = member(response, 'active');
      return active === true
        ? pass
        : violation(
            'active true',
            typeof active === 'boolean' ? 'active false' : `active is ${typeof active}`,
          );
    }),
  examples: {
    conforming: [
      example('active', { json: { active: true } }, literal),
      example(
        'with a charset and further members',
        {
          headers: [['Content-Type', 'application/json;charset=UTF-8']],
          json: { active: true, sub: 'alice', tier: 2 },
        },
        literal,
      ),
    ],
    violating: [
      example('a string', { json: { active: 'true' } }, literal),
      example('inactive', { json: { active: false } }, literal),
      example('refused', oauthError('invalid_request'), literal),
    ],
  },
};
