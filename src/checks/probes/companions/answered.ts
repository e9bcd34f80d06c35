/** Frames for judging companions. The invariant against crashes is one of the token endpoint: here each rule is its own. */
import type { Observation, ReceivedResponse } from '../../../http/observation.js';
import { inconclusive, type Judgement, notApplicable, pass, type Subject, violation } from '../../check.js';
import { noCrash, shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';
import { isAlive } from './token-alive.js';

/** Judges the response; a crash is a violation. */
export function answered(
  { observation }: Subject,
  judge: (response: ReceivedResponse) => Judgement,
): Judgement {
  const { response } = observation;
  // A resource refuses with 403 and without an OAuth error: only a refusal to serve at all leaves the question open.
  const blocked = response && response.status < 429 ? undefined : shielded(observation);
  if (blocked !== undefined) return inconclusive(blocked);
  return response && !crashed(observation) ? judge(response) : noCrash(observation);
}

const refusesCaller = ({ response }: Observation): boolean =>
  response?.status === 401 || response?.status === 403;

/**
 * As `answered`, for what the client asks introspection with its right credentials. Who may ask is the server's own business
 * (RFC 7662 section 2.1): a client that it lets know nothing at all cannot judge what it would say.
 */
export function introspected(subject: Subject, judge: (response: ReceivedResponse) => Judgement): Judgement {
  const { observation } = subject;
  const first = subject.probe === 'introspection/active' ? observation : subject.peer('introspection/active');
  return refusesCaller(observation) && (first === undefined || refusesCaller(first))
    ? inconclusive('the server does not let this client introspect')
    : answered(subject, judge);
}

/** As `answered`, for a further rule on a probe where another one convicts a crash. */
export function alsoAnswered(subject: Subject, judge: (response: ReceivedResponse) => Judgement): Judgement {
  return crashed(subject.observation)
    ? notApplicable('the server crashed: judged by another rule of this request')
    : answered(subject, judge);
}

/** An access token after something that was to end it, used at the resource or asked about. */
export function accessTokenEnded(subject: Subject): Judgement {
  return answered(subject, () => {
    const alive = isAlive(subject.probe, subject.observation);
    if (alive === undefined) return inconclusive('the answer does not show whether the token is accepted');
    return alive ? violation('the end of the access token', 'the access token is still accepted') : pass;
  });
}
