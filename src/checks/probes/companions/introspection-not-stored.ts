import { header } from '../../../http/answer.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { alsoAnswered } from './answered.js';

const literal = { probe: 'introspection/active' };
const answer = (value: string) => ({
  headers: [
    ['Content-Type', 'application/json'],
    ['Cache-Control', value],
  ] as const,
  json: { active: true },
});

export const introspectionNotStored: Check = {
  id: 'introspection-not-stored',
  title: 'An introspection response is not stored by shared caches.',
  requirements: ['RFC7662-2.2-no-store'],
  on: { probes: ['introspection/active', 'introspection/garbage', 'introspection/hint/*'] },
  judge: (subject) =>
    alsoAnswered(subject, (response) => {
      if (response.status !== 200) return notApplicable('nothing was introspected');
      const value = header(response, 'Cache-Control');
      const directives = (value ?? '')
        .toLowerCase()
        .split(',')
        .map((directive) => directive.trim());
      return directives.includes('no-store') || directives.includes('private')
        ? pass
        : violation(
            'Cache-Control with no-store or private',
            value === undefined ? 'no Cache-Control header' : `Cache-Control ${quoted(value)}`,
          );
    }),
  examples: {
    conforming: [
      example('no-store', answer('no-store'), literal),
      example('private, among others', answer('max-age=5, Private'), literal),
      example('refused', oauthError('invalid_client', 401), literal),
    ],
    violating: [
      example('cached', answer('public, max-age=60'), literal),
      example(
        'nothing said',
        { headers: [['Content-Type', 'application/json']], json: { active: true } },
        literal,
      ),
    ],
  },
};
