import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { answered } from './answered.js';

const literal = { probe: 'resource/refresh-token', grant: 'refresh_token' };

export const refreshTokenNotAccepted: Check = {
  id: 'refresh-token-not-accepted',
  title: 'The protected resource does not accept a refresh token.',
  requirements: ['RFC6749-1.5-refresh-token-not-at-resource'],
  on: { probes: ['resource/refresh-token'] },
  judge: (subject) =>
    answered(subject, ({ status }) =>
      status >= 400 ? pass : violation('a refusal (HTTP 401)', `HTTP ${status}`),
    ),
  examples: {
    conforming: [
      example('refused', { status: 401, body: '' }, literal),
      example('forbidden', { status: 403, body: '' }, literal),
    ],
    violating: [example('accepted', { json: { sub: 'alice' } }, literal)],
  },
};
