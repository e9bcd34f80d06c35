import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';
import { whatCame } from '../../predicates.js';
import { isProcessed, unclear } from './without-tls.js';

const literal = { probe: 'tls/plain-http/usual-port' };

export const plainHttpNotServed: Check = {
  id: 'plain-http-not-served',
  title: 'The endpoint is not usable without TLS',
  requirements: ['RFC6749-10.9-tls-required'],
  on: { probes: ['tls/plain-http/*'] },
  judge({ observation: given }) {
    if (isProcessed(given)) return violation('no answer of a token endpoint by plain http', whatCame(given));
    const reason = unclear(given);
    return reason === undefined ? pass : inconclusive(reason);
  },
  examples: {
    conforming: [
      example('nobody listens', unanswered('refused'), literal),
      example('the connection is closed', unanswered('reset'), literal),
      example(
        'a page of the server',
        { status: 400, body: '<html>plain HTTP to an HTTPS port</html>' },
        literal,
      ),
      example(
        'a redirect',
        { status: 308, headers: [['Location', 'https://server.example/oauth/token']], body: '' },
        literal,
      ),
      example('refused as OAuth does', oauthError('invalid_request', 400), literal),
      example(
        'a refusal of the connection in the words of OAuth',
        oauthError('invalid_client', 401, { error_description: 'HTTPS is required' }),
        literal,
      ),
    ],
    violating: [
      example('the client is looked up', observation(oauthError('invalid_client', 401)), literal),
      example('the user is looked up', oauthError('invalid_grant'), literal),
      example('a token for anybody', {}, literal),
    ],
  },
};
