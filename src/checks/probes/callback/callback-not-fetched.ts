import { type Check, inconclusive, pass, type Severity, violation } from '../../check.js';
import { example, oauthError, unanswered } from '../../examples.js';

const literal = { probe: 'callback/parameters' };

/** A server may fetch the metadata document of a client whose id is a URL, where it advertises that. */
const permitted = new Set(['client_id']);

export const callbackNotFetched: Check = {
  id: 'callback-not-fetched',
  title: 'The server fetches no URL that a request hands it.',
  requirements: ['OWASP-ssrf-parameters'],
  on: { probes: ['callback/*'] },
  judge({ observation: given, callbacks }) {
    if (callbacks.length > 0) {
      const names = [...new Set(callbacks)];
      const severity: { severity?: Severity } = names.every((name) => permitted.has(name))
        ? { severity: 'info' }
        : {};
      return violation(
        'no request to an address of the harness',
        `a request for the URL of ${names.join(', ')}`,
        severity,
      );
    }
    return given.response ? pass : inconclusive('no response came, and nothing was fetched');
  },
  examples: {
    conforming: [
      example('nothing was fetched', {}, literal),
      example('refused, and nothing was fetched', oauthError('invalid_request'), literal),
      example('no response', unanswered('timeout'), literal),
    ],
    violating: [
      example('fetched', {}, { ...literal, callbacks: ['request_uri'] }),
      example('fetched, and then no response', unanswered('timeout'), { ...literal, callbacks: ['jku'] }),
      example(
        'the document of a client',
        oauthError('invalid_client'),
        { ...literal, callbacks: ['client_id'] },
        'info',
      ),
    ],
  },
};
