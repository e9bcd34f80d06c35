/** Required headers are judged only as far as it is known that the server enforces them. */
import { inconclusive, type Judgement, notApplicable, type Subject } from '../../check.js';

export function judgedAsEnforced(subject: Subject, judge: () => Judgement): Judgement {
  const { parameter } = subject;
  if (!parameter) return inconclusive('the scenario does not say which header it is about');
  const enforced = subject.enforcement(parameter);
  if (enforced === false) return notApplicable(`${parameter.name} is declared as not enforced`);
  const judgement = judge();
  return enforced === 'unknown' && judgement.kind === 'violation'
    ? {
        ...judgement,
        actual: `${judgement.actual}; it is not known whether the server is to enforce ${parameter.name}`,
        severity: 'info',
      }
    : judgement;
}
