import type { Judgement, Subject } from '../check.js';
import { type Check, notApplicable, pass } from '../check.js';
import { isTokenEndpoint } from '../classes.js';
import { example, oauthError, observation, subject, unanswered } from '../examples.js';
import { noCrash } from '../predicates.js';

/** RFC 9112: a server may close the connection on a message that it finds too large. */
const largeBody = 8 * 1024;

function judge({ observation: judged, probe }: Subject): Judgement {
  if (!isTokenEndpoint(probe)) return notApplicable('not the token endpoint');
  if (probe.startsWith('concurrent/'))
    return notApplicable('no mistake: judged by the rules on requests at the same moment');
  if (judged.failure?.kind === 'reset' && judged.request.body.length > largeBody) return pass;
  return noCrash(judged);
}

export const never5xx: Check = {
  id: 'never-5xx',
  title: 'A mistake of the client never leads to a 5xx status, a dropped connection or a hang',
  requirements: ['RFC6749-5.2-never-5xx'],
  on: { every: 'any' },
  judge,
  examples: {
    conforming: [
      example('a matter of other rules', { status: 500, body: '' }, { probe: 'concurrent/refresh' }),
      example('an unknown method', { status: 501, headers: [], body: '' }),
      {
        name: 'closed on a large body',
        subject: subject({
          ...unanswered('reset'),
          request: observation({}, { form: [['scope', 'a'.repeat(10_000)]] }).request,
        }),
      },
    ],
    violating: [
      example('500', { status: 500, json: { status: 500 } }),
      example('500 with an error code', oauthError('server_error', 500)),
      { name: 'no answer in time', subject: subject(unanswered('timeout')) },
      { name: 'a dropped connection', subject: subject(unanswered('reset')) },
    ],
  },
};
