import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, unanswered } from '../../examples.js';
import { noCrash, shielded, whatCame } from '../../predicates.js';
import { speaksOldHttp } from './old-http.js';
import { anyTokenIssued } from './refused-message.js';

const truncated = { probe: 'wire/truncated' };

/** Section 8: a message whose body is shorter than Content-Length is incomplete. */
export const truncatedBodyNotProcessed: Check = {
  id: 'truncated-body-not-processed',
  title: 'A body that ends before its Content-Length brings no token.',
  requirements: ['RFC9112-6.3-invalid-content-length'],
  on: { probes: ['wire/truncated'] },
  judge({ observation: given }) {
    const old = speaksOldHttp(given);
    if (old) return old;
    if (anyTokenIssued(given)) return violation('no token', whatCame(given), { severity: 'fail' });
    // It may wait for the rest as long as it likes, or close the connection.
    if (!given.response) {
      const { kind = 'reset' } = given.failure ?? {};
      return kind === 'reset' || kind === 'timeout' ? pass : inconclusive(shielded(given) ?? whatCame(given));
    }
    const blocked = shielded(given);
    return blocked === undefined ? noCrash(given) : inconclusive(blocked);
  },
  examples: {
    conforming: [
      example('closed', unanswered('reset'), truncated),
      example('waited for the rest', unanswered('timeout'), truncated),
      example('refused', { status: 400, headers: [], body: '' }, truncated),
      example('timed out', { status: 408, headers: [], body: '' }, truncated),
      example('a server of HTTP/1.0', { httpVersion: '1.0' }, truncated),
    ],
    violating: [
      example('a token', {}, truncated, 'fail'),
      example('a crash', { status: 500, body: '' }, truncated),
    ],
  },
};
