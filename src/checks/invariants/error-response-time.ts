import { covers } from '../../scenarios/probe.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { classesOf, isTokenEndpoint } from '../classes.js';
import { oauthError, observation, subject, unanswered } from '../examples.js';

const limit = 10_000;

/** RFC 6819 section 5.1.4.2.4: a server may delay its answer to a failed login. */
const delayed = ['credentials/**', 'basic/wrong-secret', 'basic/unknown-client'];

/** Requests that are right: what they get is no error, and how long it takes is another question. */
const right = ['control', 'opening', 'issue', 'valid/**', 'refresh/first', 'refresh/second', 'refresh/third'];

const after = (milliseconds: number) => ({ ...observation(oauthError('invalid_request')), milliseconds });

export const errorResponseTime: Check = {
  id: 'error-response-time',
  title: 'Errors are answered within ten seconds, and within the deadline',
  requirements: ['OPS-response-time-bounded-on-error'],
  on: { every: 'any' },
  judge(judged) {
    const { observation: given, probe } = judged;
    if (!isTokenEndpoint(probe)) return notApplicable('another endpoint');
    if ([...delayed, ...right].some((pattern) => covers(pattern, probe)))
      return notApplicable('no error, or one that may be delayed on purpose');
    const { milliseconds, failure } = given;
    const seconds = `${Math.round(milliseconds / 1000)} s`;
    if (failure?.kind === 'timeout') return violation('an answer within the deadline', `none in ${seconds}`);
    if (!classesOf(judged).includes('error')) return notApplicable('no error came');
    return milliseconds < limit ? pass : violation(`an answer within ${limit / 1000} s`, seconds);
  },
  examples: {
    conforming: [
      { name: 'just in time', subject: subject(after(9_999), { probe: 'missing/username' }) },
      {
        name: 'a tar pit for wrong passwords',
        subject: subject(after(20_000), { probe: 'credentials/password/wrong' }),
      },
      {
        name: 'a valid request that is slow',
        subject: subject(unanswered('timeout'), { probe: 'valid/minimal' }),
      },
      {
        name: 'a connection that broke',
        subject: subject(unanswered('reset'), { probe: 'missing/username' }),
      },
    ],
    violating: [
      { name: 'a missing parameter', subject: subject(after(12_000), { probe: 'missing/username' }) },
      {
        name: 'no answer at all',
        subject: subject(unanswered('timeout'), { probe: 'body/invalid-percent' }),
      },
    ],
  },
};
