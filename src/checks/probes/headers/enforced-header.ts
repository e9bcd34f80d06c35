/** Required headers are judged only as far as it is known, or was seen, that the server enforces them. */
import { inconclusive, type Judgement, notApplicable, type Subject } from '../../check.js';
import { isRejected, shielded } from '../../predicates.js';
import { crashed } from '../outcome.js';

/** True when a request without the header was refused: then the server enforces it, whatever is known about that. */
function wasEnforced({ peer, contract }: Subject, name: string): boolean {
  return [undefined, ...contract.grants.map(({ type }) => type)].some((grant) => {
    const without = peer(`missing-header/${name}`, grant);
    return without !== undefined && isRejected(without.response) && shielded(without) === undefined;
  });
}

export function judgedAsEnforced(subject: Subject, judge: () => Judgement): Judgement {
  const { parameter } = subject;
  if (!parameter) return inconclusive('the scenario does not say which header it is about');
  const enforced = subject.enforcement(parameter);
  if (enforced === false) return notApplicable(`${parameter.name} is declared as not enforced`);
  const judgement = judge();
  if (enforced !== 'unknown' || judgement.kind !== 'violation') return judgement;
  // No server may crash for want of a header, whether it enforces it or not.
  if (crashed(subject.observation) || wasEnforced(subject, parameter.name)) return judgement;
  return {
    ...judgement,
    actual: `${judgement.actual}; it is not known whether the server is to enforce ${parameter.name}`,
    severity: 'info',
  };
}
