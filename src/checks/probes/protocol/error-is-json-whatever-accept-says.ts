import { stringMember } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { crashed, tokenIssued } from '../outcome.js';

const literal = { probe: 'error/accept-html' };

export const errorIsJsonWhateverAcceptSays: Check = {
  id: 'error-is-json-whatever-accept-says',
  title: 'An error is JSON whatever Accept says.',
  requirements: ['RFC6749-5.2-accept-error-json'],
  on: { probes: ['error/accept-html'] },
  judge({ observation }) {
    const { response } = observation;
    const expected = 'a JSON object with an error code';
    if (response?.status === 406) return violation(expected, whatCame(observation), { severity: 'warn' });
    const blocked = shielded(observation);
    if (blocked !== undefined) return inconclusive(blocked);
    if (tokenIssued(observation)) return notApplicable('the request was not refused');
    const crash = crashed(observation);
    if (crash || !response) return crash ?? inconclusive('no response came');
    return stringMember(response, 'error') ? pass : violation(expected, whatCame(observation));
  },
  examples: {
    conforming: [
      example('JSON', oauthError('invalid_grant'), literal),
      example(
        'the media type is judged elsewhere',
        {
          status: 400,
          headers: [['Content-Type', 'application/problem+json']],
          json: { error: 'invalid_grant' },
        },
        literal,
      ),
    ],
    violating: [
      example(
        'an error page',
        { status: 400, headers: [['Content-Type', 'text/html']], body: '<h1>Error</h1>' },
        literal,
      ),
      example('406', { status: 406, body: '' }, literal, 'warn'),
    ],
  },
};
