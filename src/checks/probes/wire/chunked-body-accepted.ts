import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, unanswered } from '../../examples.js';
import { noCrash, shielded, whatCame } from '../../predicates.js';
import { controlFailed, tokenIssued } from '../outcome.js';
import { speaksOldHttp } from './old-http.js';

const literal = { probe: 'wire/chunked' };

/** RFC 9112 section 7.1: "A recipient MUST be able to parse and decode the chunked transfer coding." */
export const chunkedBodyAccepted: Check = {
  id: 'chunked-body-accepted',
  title: 'A body in chunks is read like any other.',
  requirements: ['RFC9112-7.1-chunked-request'],
  on: { probes: ['wire/chunked'] },
  judge({ observation, control }) {
    const blocked = shielded(observation);
    if (blocked !== undefined) return inconclusive(blocked);
    if (tokenIssued(observation)) return pass;
    const old = speaksOldHttp(observation);
    if (old) return old;
    if (control !== undefined && !tokenIssued(control)) return controlFailed;
    const crash = noCrash(observation);
    if (crash.kind === 'violation') return crash;
    // RFC 9110 section 15.5.12: a server may insist on a Content-Length.
    const severity = observation.response?.status === 411 ? 'warn' : undefined;
    return violation('HTTP 200 with an access token', whatCame(observation), severity ? { severity } : {});
  },
  examples: {
    conforming: [
      example('a token', {}, literal),
      example('a server of HTTP/1.0', { ...oauthError('invalid_request'), httpVersion: '1.0' }, literal),
    ],
    violating: [
      example('treated as empty', oauthError('invalid_request'), literal),
      example('a length asked for', { status: 411, headers: [], body: '' }, literal, 'warn'),
      example('no answer', unanswered('timeout'), literal),
      example('a crash', { status: 500, body: '' }, literal),
    ],
  },
};
