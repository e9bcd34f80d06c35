import { covers } from '../../scenarios/probe.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { oauthError, observation, subject } from '../examples.js';

const limit = 10_000;

/** RFC 6819 section 5.1.4.2.4: a server may delay its answer to a failed login. */
const delayed = ['credentials/**', 'basic/wrong-secret', 'basic/unknown-client'];

const after = (milliseconds: number) => ({ ...observation(oauthError('invalid_request')), milliseconds });

export const errorResponseTime: Check = {
  id: 'error-response-time',
  title: 'Errors are answered within ten seconds',
  requirements: ['OPS-response-time-bounded-on-error'],
  on: { every: 'error' },
  judge: onResponse((_, { observation: { milliseconds }, probe }) => {
    if (delayed.some((pattern) => covers(pattern, probe)))
      return notApplicable('a deliberate delay is allowed');
    return milliseconds < limit
      ? pass
      : violation(`an answer within ${limit / 1000} s`, `${Math.round(milliseconds / 1000)} s`);
  }),
  examples: {
    conforming: [
      { name: 'just in time', subject: subject(after(9_999)) },
      {
        name: 'a tar pit for wrong passwords',
        subject: subject(after(20_000), { probe: 'credentials/password/wrong' }),
      },
    ],
    violating: [
      { name: 'a missing parameter', subject: subject(after(12_000), { probe: 'missing/username' }) },
    ],
  },
};
