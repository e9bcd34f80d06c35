/** Precondition of the checks that compare a refreshed token with the one that was issued first. */
import type { Observation } from '../../../http/observation.js';
import { inconclusive, type Judgement, notApplicable, type Subject } from '../../check.js';
import { tokenIssued } from '../outcome.js';

/** Judges the observation of the issue, once it is certain that there is something to compare. */
export function comparedWithIssue(subject: Subject, judge: (issued: Observation) => Judgement): Judgement {
  if (!tokenIssued(subject.observation))
    return notApplicable('the refresh was not granted: judged by a rule of its own');
  const issued = subject.peer('issue');
  return issued ? judge(issued) : inconclusive('the token that was issued first is not known');
}
