import { readJson } from '../../../http/answer.js';
import { type Check, inconclusive, notApplicable, pass, violation } from '../../check.js';
import { example, oauthError, parameter } from '../../examples.js';
import { isRejected, shielded, whatCame } from '../../predicates.js';
import { judgedAsEnforced } from './enforced-header.js';

const literal = { probe: 'missing-header/Realm', parameter: parameter('Realm', { in: 'header' }) };

export const headerErrorIsOauth: Check = {
  id: 'header-error-is-oauth',
  title: 'A missing or invalid header is reported as an OAuth error, or at least as JSON.',
  requirements: ['CONTRACT-header-error-is-oauth'],
  on: { probes: ['missing-header/*', 'empty-header/*', 'blank-header/*', 'malformed-header/*'] },
  judge(subject) {
    return judgedAsEnforced(subject, () => {
      const { response } = subject.observation;
      const blocked = shielded(subject.observation);
      if (blocked !== undefined) return inconclusive(blocked);
      if (!response || !isRejected(response)) return notApplicable('the request was not refused');
      return readJson(response).problem === undefined
        ? pass
        : violation('a JSON object with error invalid_request', whatCame(subject.observation));
    });
  },
  examples: {
    conforming: [
      example('invalid_request', oauthError('invalid_request'), literal),
      example('JSON of another shape', { status: 404, json: { message: 'no realm' } }, literal),
    ],
    violating: [
      example('an HTML page', { status: 400, body: '<h1>Bad request</h1>' }, literal),
      example('no body', { status: 401, body: '' }, literal),
    ],
  },
};
