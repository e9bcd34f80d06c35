import { inconclusive, type Judgement, notApplicable, pass, type Subject, violation } from '../../check.js';
import { isRejected, shielded, whatCame } from '../../predicates.js';
import { crashed, rateLimited, tokenIssued } from '../outcome.js';

/** Only POST issues tokens. 400, 404, 405 and 501 are all right; a page without a token is tolerated. */
export function refusedMethod({ observation }: Subject): Judgement {
  const { response } = observation;
  const expected = 'no token, and HTTP 405';
  if (tokenIssued(observation)) return violation(expected, whatCame(observation));
  const limited = rateLimited(observation);
  if (limited) return limited;
  if (isRejected(response) || response?.status === 501) return pass;
  const blocked = shielded(observation);
  if (blocked !== undefined) return inconclusive(blocked);
  const crash = crashed(observation);
  if (crash) return crash;
  if (response && response.status >= 300 && response.status < 400)
    return notApplicable('a redirect: judged by the rule on redirects');
  return violation(expected, whatCame(observation), { severity: 'warn' });
}
