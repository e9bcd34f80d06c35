/** Parts of a contract, by name. */
import type { Contract, Grant, Parameter } from '../../src/contract/contract.js';

export function grant(contract: Contract, type: string): Grant {
  const found = contract.grants.find((candidate) => candidate.type === type);
  if (!found) throw new Error(`no grant ${type}`);
  return found;
}

export function parameter(list: readonly Parameter[], name: string): Parameter {
  const found = list.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no parameter ${name}`);
  return found;
}

/** `name`, or `name?` when it is optional. */
export const names = (parameters: readonly Parameter[]) =>
  parameters.map(({ name, required }) => (required ? name : `${name}?`));
