/** Which value a parameter takes: configured, else documented, else generated from its schema. */
import type { Contract, Parameter } from '../contract/contract.js';
import type { Role } from '../scenarios/scenario.js';
import { generateValid, seededFaker } from '../scenarios/values.js';
import type { Settings } from '../settings/settings.js';

interface ValueQuery {
  readonly role?: Role | undefined;
  readonly grant?: string | undefined;
}

export interface Identity {
  /** `undefined`: neither configured nor documented, and no parameter of the contract to generate it for. */
  value(name: string, query?: ValueQuery): string | undefined;
  /** True when the role itself configures all of these parameters. */
  has(role: Role, ...names: readonly string[]): boolean;
}

function parametersOf(contract: Contract): Parameter[] {
  const inPath = contract.pathParameters.map((parameter): Parameter => ({ ...parameter, in: 'query' }));
  const direct = [...contract.parameters, ...contract.grants.flatMap((grant) => grant.parameters), ...inPath];
  return direct.flatMap((parameter) =>
    parameter.alternative ? [parameter, parameter.alternative] : [parameter],
  );
}

/** @param onDraw told of each parameter whose value is generated */
export function createIdentity(
  contract: Contract,
  settings: Settings,
  onDraw?: (parameter: string) => void,
): Identity {
  const parameters = new Map<string, Parameter>();
  for (const parameter of parametersOf(contract)) {
    const known = parameters.get(parameter.name);
    if (known?.documented === undefined) parameters.set(parameter.name, parameter);
  }
  const standIns = new Map<string, Parameter>();
  for (const { alternative, ...parameter } of parametersOf(contract))
    if (alternative) standIns.set(alternative.name, { alternative, ...parameter });

  const generated = new Map<string, string | undefined>();
  const generate = ({ name, schema }: Parameter): string | undefined => {
    if (!generated.has(name)) {
      onDraw?.(name);
      generated.set(name, generateValid(schema, seededFaker(settings.seed, `value/${name}`)));
    }
    return generated.get(name);
  };

  const fallback = (name: string): string | undefined => {
    const parameter = parameters.get(name);
    if (!parameter) return undefined;
    // A stand-in carries the value of the parameter it stands in for.
    const original = standIns.get(name);
    if (original) return settings.parameter(original.name) ?? original.documented ?? parameter.documented;
    return parameter.documented ?? generate(parameter);
  };

  return {
    value: (name, { role, grant } = {}) =>
      (role && settings.parameter(name, role)) ??
      (grant !== undefined ? settings.parameter(name, { grant }) : undefined) ??
      settings.parameter(name) ??
      fallback(name),
    has: (role, ...names) => names.every((name) => settings.parameter(name, role) !== undefined),
  };
}
