import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { answered } from './answered.js';
import { acceptedByResource } from './token-alive.js';

const withoutToken = observation({ status: 401, body: '' });
const literal = { probe: 'resource/token-in-query', peers: { 'resource/no-token': withoutToken } };

export const queryTokenRefused: Check = {
  id: 'query-token-refused',
  title: 'The protected resource takes no access token from the query.',
  requirements: ['RFC6750-2.3-no-token-in-query'],
  on: { probes: ['resource/token-in-query'] },
  judge(subject) {
    const bare = subject.peer('resource/no-token');
    if (!bare) return inconclusive('the resource was not asked without a token for comparison');
    if (acceptedByResource(bare))
      return notApplicable('the resource needs no token: judged by a rule of its own');
    return answered(subject, ({ status }) =>
      acceptedByResource(subject.observation)
        ? violation('a refusal (HTTP 401 or 400)', `HTTP ${status}`)
        : pass,
    );
  },
  examples: {
    conforming: [
      example('as without a token', { status: 401, body: '' }, literal),
      example('refused as a malformed request', { status: 400, body: '' }, literal),
      example(
        'the resource is open',
        { json: { sub: 'alice' } },
        {
          ...literal,
          peers: { 'resource/no-token': observation({ json: { sub: 'anybody' } }) },
        },
      ),
    ],
    violating: [example('accepted', { json: { sub: 'alice' } }, literal)],
  },
};
