/** Precondition of the checks that need a server which supports HTTP Basic client authentication. */

import type { Observation } from '../../../http/observation.js';
import { inconclusive, type Judgement, notApplicable, type Subject } from '../../check.js';
import { observation, type SubjectLiteral } from '../../examples.js';
import { shielded } from '../../predicates.js';
import { tokenIssued } from '../outcome.js';

export function basicNotSupported({ peer }: Subject): Judgement | undefined {
  const supported = peer('basic/valid');
  if (!supported) return inconclusive('it is not known whether the server supports HTTP Basic');
  return tokenIssued(supported)
    ? undefined
    : notApplicable('HTTP Basic client authentication does not work here: judged by a rule of its own');
}

/** Judges what Basic brought, where the server supports it and served us. */
export function onBasic(judge: (observation: Observation) => Judgement): (subject: Subject) => Judgement {
  return (subject) => {
    const prevented = basicNotSupported(subject);
    if (prevented) return prevented;
    const blocked = shielded(subject.observation);
    return blocked === undefined ? judge(subject.observation) : inconclusive(blocked);
  };
}

/**
 * Precondition of the checks of two authentications in one request: to a server that takes none from the body, what stands
 * there are unrecognised parameters, which it must ignore (RFC 6749 section 3.2). Basic has to be right all the same.
 */
export function bodyNotSupported(subject: Subject): Judgement | undefined {
  const inBody = subject.peer('valid/client-in-body');
  return inBody && !tokenIssued(inBody) && subject.observation !== subject.step('reversed')
    ? notApplicable('client authentication in the body does not work here: there is but one authentication')
    : basicNotSupported(subject);
}

/** For examples: Basic was tried and works. */
export const withBasic: SubjectLiteral = { peers: { 'basic/valid': observation() } };
