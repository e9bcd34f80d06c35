/** Precondition of the checks that need a server which supports HTTP Basic client authentication. */
import { inconclusive, type Judgement, notApplicable, type Subject } from '../../check.js';
import { observation, type SubjectLiteral } from '../../examples.js';
import { tokenIssued } from '../outcome.js';

export function basicNotSupported({ peer }: Subject): Judgement | undefined {
  const supported = peer('basic/valid');
  if (!supported) return inconclusive('it is not known whether the server supports HTTP Basic');
  return tokenIssued(supported)
    ? undefined
    : notApplicable('HTTP Basic client authentication does not work here: judged by a rule of its own');
}

/** For examples: Basic was tried and works. */
export const withBasic: SubjectLiteral = { peers: { 'basic/valid': observation() } };
