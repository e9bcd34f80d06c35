import { type Check, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { refusedWithCode } from '../outcome.js';
import { usedAuthorization } from '../sent.js';

const literal = { probe: 'body/empty' };
const withBasic = { headers: [['Authorization', 'Basic x']] } as const;

export const emptyBodyRefused: Check = {
  id: 'empty-body-refused',
  title: 'An empty body is refused with invalid_request: the parameters are missing.',
  requirements: ['RFC6749-5.2-empty-body'],
  on: { probes: ['body/empty'] },
  judge(subject) {
    const { observation: given } = subject;
    // Content-Length was sent, so 411 is beside the point.
    if (given.response?.status === 411)
      return violation('a refusal with error invalid_request', whatCame(given), { severity: 'warn' });
    return refusedWithCode(subject, {
      // The client identification was in the body, unless Basic carries it.
      codes: usedAuthorization(given) ? ['invalid_request'] : ['invalid_request', 'invalid_client'],
      tolerated: { unsupported_grant_type: 'warn' },
    });
  },
  examples: {
    conforming: [
      example('invalid_request', oauthError('invalid_request'), literal),
      example('no client is identified', oauthError('invalid_client', 401), literal),
    ],
    violating: [
      example(
        'a client that Basic identified',
        observation(oauthError('invalid_client', 401), withBasic),
        literal,
      ),
      example('411', { status: 411, body: '' }, literal, 'warn'),
      example('grant_type taken for unknown', oauthError('unsupported_grant_type'), literal, 'warn'),
      example('a token', {}, literal),
    ],
  },
};
