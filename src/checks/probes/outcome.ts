/**
 * The predicates as probe-bound checks use them: one defect yields one finding. What the invariants convict on
 * every response (malformed error bodies, wrong status codes) is not convicted here once more. A crash is: it is no
 * refusal (REJECTED means 4xx), and which request brings the server down is what people have to know.
 */
import { stringMember } from '../../http/answer.js';
import type { Observation } from '../../http/observation.js';
import {
  inconclusive,
  type Judgement,
  notApplicable,
  pass,
  type Severity,
  type Subject,
  violation,
} from '../check.js';
import { classesOf } from '../classes.js';
import {
  type ErrorExpectation,
  isGrant,
  refusedWith,
  rejected,
  shielded,
  tokensIn,
  whatCame,
} from '../predicates.js';

/** A token was handed out, in any shape; a token beside an error is a matter of its own invariant. */
export function tokenIssued(observation: Observation | undefined): boolean {
  return observation?.response !== undefined && isGrant(observation.response);
}

function isCrash(observation: Observation): boolean {
  const status = observation.response?.status;
  return shielded(observation) === undefined && (status === undefined || (status >= 500 && status !== 501));
}

/** NO_CRASH: a violation when the server crashed, or never answered; `undefined` when it did neither. */
export function crashed(
  observation: Observation,
  options?: { readonly severity?: Severity },
): Judgement | undefined {
  return isCrash(observation)
    ? violation('a complete response below HTTP 500', whatCame(observation), options)
    : undefined;
}

/** For what compares answers or looks into them: of a crash there is nothing to be compared. */
export function crashedInstead(observation: Observation): Judgement | undefined {
  return isCrash(observation)
    ? notApplicable('judged by the rule that client mistakes never crash the server')
    : undefined;
}

/** Refusals whose body the invariants on errors convict. */
function convicted(subject: Subject): Judgement | undefined {
  const { response } = subject.observation;
  if (!response) return undefined;
  if (!classesOf(subject).includes('error')) return undefined;
  if (!stringMember(response, 'error'))
    return notApplicable('the refusal has no error code: judged by the rule on error bodies');
  if (tokensIn(response).length > 0)
    return notApplicable('the error response holds a token: judged by the rule on error responses');
  return undefined;
}

/** A refusal to serve us says nothing about the request; a block page, which refuses the request, does. */
export function rateLimited({ response }: Observation): Judgement | undefined {
  return response?.status === 429
    ? inconclusive('the target limits the rate of requests (HTTP 429)')
    : undefined;
}

/** REJECTED. A refusal with a status outside 4xx is left to the invariants on status codes. */
export function refused(subject: Subject, options?: { readonly severity?: Severity }): Judgement {
  const { observation } = subject;
  const judgement = rateLimited(observation) ?? rejected(observation, options);
  if (judgement.kind !== 'violation' || tokenIssued(observation)) return judgement;
  const crash = crashed(observation, options);
  if (crash) return crash;
  const elsewhere = convicted(subject);
  if (elsewhere) return elsewhere;
  return classesOf(subject).includes('error')
    ? notApplicable('refused with a status that is judged by the rules on status codes')
    : judgement;
}

/** ERR(code): a token is a violation, so is a refusal with another code. */
export function refusedWithCode(subject: Subject, expectation: ErrorExpectation): Judgement {
  const { observation } = subject;
  if (shielded(observation) === undefined && !tokenIssued(observation)) {
    const crash = crashed(observation);
    if (crash) return crash;
    const elsewhere = convicted(subject);
    if (elsewhere) return elsewhere;
  }
  return refusedWith(observation, expectation);
}

export const controlFailed = inconclusive('the valid request itself did not bring a token');

/** SUCCESS of a variant of the valid request. The shape of the grant is left to the invariants on success. */
export function granted(subject: Subject, options?: { readonly severity?: Severity }): Judgement {
  const { observation, control, probe } = subject;
  const blocked = shielded(observation);
  if (blocked !== undefined) return inconclusive(blocked);
  if (tokenIssued(observation)) return pass;
  // A refresh rests on the token that its own scenario issued, which is a prerequisite there.
  const restsOnControl = !probe.startsWith('refresh/');
  if (restsOnControl && control !== undefined && !tokenIssued(control)) return controlFailed;
  return violation('HTTP 200 with an access token', whatCame(observation), options);
}
