import type { Observation } from '../../../http/observation.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation, unanswered } from '../../examples.js';
import { noCrash, shielded } from '../../predicates.js';
import { rateLimited } from '../outcome.js';
import { speaksOldHttp } from './old-http.js';
import { aftermathOf, anyTokenIssued, responsesOf } from './refused-message.js';

const literal = { probe: 'wire/ambiguous-length/chunks-end-first' };
const unknownCoding = { probe: 'wire/ambiguous-length/unknown-coding' };

const ended = (
  answer: Parameters<typeof observation>[0],
  connection: 'kept' | 'closed',
  ...further: Parameters<typeof observation>[0][]
): Observation => ({
  ...observation(answer),
  connection,
  further: further.flatMap((one) => observation(one).response ?? []),
});

/** Sections 6.1 and 6.3: reject, or go by Transfer-Encoding alone; "Regardless, the server MUST close the connection". */
export const ambiguousLengthCloses: Check = {
  id: 'ambiguous-length-closes',
  title:
    'A request with both Content-Length and Transfer-Encoding gets one response, and the connection is closed.',
  requirements: ['RFC9112-6.1-cl-te-close'],
  on: { probes: ['wire/ambiguous-length/*'] },
  judge({ observation: given, probe }) {
    const { response } = given;
    // Who closes has read nothing that stands behind the request.
    if (!response) {
      const blocked = shielded(given);
      if (blocked !== undefined) return inconclusive(blocked);
      return given.failure?.kind === 'reset' ? pass : noCrash(given);
    }
    const open = rateLimited(given) ?? speaksOldHttp(given);
    if (open) return open;
    // A coding that the server does not know can only be refused: the length of the body is not known either.
    if (probe.endsWith('/unknown-coding') && anyTokenIssued(given))
      return violation('HTTP 501 or 400, and the connection closed', aftermathOf(given));
    const crash = noCrash(given);
    if (crash.kind === 'violation') return crash;
    return responsesOf(given).length > 1 || given.connection === 'kept'
      ? violation('one response, and the connection closed', aftermathOf(given))
      : pass;
  },
  examples: {
    conforming: [
      example('refused and closed', ended({ status: 400, headers: [], body: '' }, 'closed'), literal),
      example('processed as chunks, and closed', ended({}, 'closed'), literal),
      example('closed without a word', unanswered('reset'), literal),
      example('not implemented', ended({ status: 501, headers: [], body: '' }, 'closed'), unknownCoding),
      example('read by its length under HTTP/1.0', ended({ httpVersion: '1.0' }, 'closed'), unknownCoding),
    ],
    violating: [
      example('a second response', ended({}, 'closed', { status: 405, body: '' }), literal),
      example('kept after a token', ended({}, 'kept'), literal),
      example('kept after a refusal', ended(oauthError('invalid_request'), 'kept'), literal),
      example('no answer', unanswered('timeout'), literal),
      example('an unknown coding ignored', ended({}, 'closed'), unknownCoding),
    ],
  },
};
