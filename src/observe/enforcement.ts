/** Whether the target was seen to refuse a request that lacks a header or query parameter. */
import type { Contract, Parameter } from '../contract/contract.js';
import type { Answered } from './exchange-text.js';

export interface EnforcementSeen {
  readonly parameter: Parameter;
  /** `undefined`: it was not seen, or not the same each time. */
  readonly enforced: boolean | undefined;
}

function seen(parameter: Parameter, answers: readonly Answered[]): boolean | undefined {
  const without = answers.filter(
    ({ scenario, step }) =>
      scenario.endsWith(`/missing-header/${parameter.name}`) && !/^(control|issue)/.test(step),
  );
  const refused = without.map(({ status }) =>
    status >= 200 && status < 300 ? false : status >= 400 && status < 500 ? true : undefined,
  );
  const [first] = refused;
  return refused.every((one) => one === first) ? first : undefined;
}

export function enforcementSeen(
  { parameters }: Pick<Contract, 'parameters'>,
  answers: readonly Answered[],
): EnforcementSeen[] {
  return parameters
    .filter(({ required }) => required)
    .map((parameter) => ({ parameter, enforced: seen(parameter, answers) }));
}
