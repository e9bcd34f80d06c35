import { header } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { type AnswerLiteral, example, unanswered } from '../../examples.js';
import { quoted } from '../../quoting.js';
import { isRedirectToHttps, unclear } from './without-tls.js';

const literal = { probe: 'tls/plain-http/usual-port' };

const redirect = (status: number): AnswerLiteral => ({
  status,
  headers: [['Location', 'https://server.example/oauth/token']],
  body: '',
});

export const plainHttpNotRedirected: Check = {
  id: 'plain-http-not-redirected',
  title: 'A request with credentials by plain http is not redirected to https',
  requirements: ['ASVS5-4.1.2-no-transparent-redirect'],
  on: { probes: ['tls/plain-http/*'] },
  judge({ observation: given }) {
    const { response } = given;
    if (response && isRedirectToHttps(given))
      return violation(
        'a refusal, so that the leak of credentials is noticed',
        `HTTP ${response.status} to ${quoted(header(response, 'Location') ?? '')}`,
      );
    const reason = unclear(given);
    return reason === undefined ? pass : inconclusive(reason);
  },
  examples: {
    conforming: [
      example('nobody listens', unanswered('refused'), literal),
      example('refused', { status: 403, body: 'https only' }, literal),
      example('a redirect elsewhere', { status: 302, headers: [['Location', '/login']], body: '' }, literal),
    ],
    violating: [301, 302, 307, 308].map((status) => example(`${status}`, redirect(status), literal)),
  },
};
