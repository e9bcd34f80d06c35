import { header } from '../../../http/answer.js';
import { parseChallenges } from '../../challenges.js';
import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { answered } from './answered.js';

const challenged = (value: string) => ({
  status: 401,
  body: '',
  more: [['WWW-Authenticate', value]] as const,
});
const literal = { probe: 'resource/garbage' };

export const invalidTokenRefused: Check = {
  id: 'invalid-token-refused',
  title: 'The protected resource refuses a missing, unknown or forged token with 401 and a Bearer challenge.',
  requirements: ['RFC6749-7-invalid-token-refused'],
  on: { probes: ['resource/garbage', 'resource/no-token', 'resource/tampered', 'resource/unsigned'] },
  judge: (subject) =>
    answered(subject, (response) => {
      // "SHOULD respond with the HTTP 401" (RFC 6750 section 3.1): a refusal is a refusal.
      if (response.status !== 401)
        return violation('HTTP 401', `HTTP ${response.status}`, {
          ...(response.status === 400 || response.status === 403 ? { severity: 'warn' } : {}),
        });
      const value = header(response, 'WWW-Authenticate');
      if (value === undefined) return pass; // No challenge at all is judged on every 401.
      const bearer = parseChallenges(value).challenges.find(({ scheme }) => scheme === 'bearer');
      if (!bearer) return violation('a challenge of the scheme Bearer', 'challenges of other schemes only');
      // "SHOULD include the error attribute" where a token was sent (RFC 6750 section 3).
      const error = bearer.parameters.get('error');
      return subject.probe === 'resource/no-token' || error === 'invalid_token'
        ? pass
        : violation(
            'a Bearer challenge with error="invalid_token"',
            error === undefined ? 'no error attribute' : `error=${quoted(error)}`,
            {
              severity: 'warn',
            },
          );
    }),
  examples: {
    conforming: [
      example('invalid_token', challenged('Bearer realm="api", error="invalid_token"'), literal),
      example('no token, no error', challenged('bearer realm="api"'), { probe: 'resource/no-token' }),
    ],
    violating: [
      example('accepted', { json: { sub: 'alice' } }, literal),
      example('a changed token accepted', { json: { sub: 'alice' } }, { probe: 'resource/tampered' }),
      example('an unsigned token accepted', { json: { sub: 'alice' } }, { probe: 'resource/unsigned' }),
      example('forbidden', { status: 403, body: '' }, literal, 'warn'),
      example('another scheme', challenged('Basic realm="api"'), literal),
      example('no error attribute', challenged('Bearer realm="api"'), literal, 'warn'),
    ],
  },
};
