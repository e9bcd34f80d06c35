/** Which parameters were configured, and whether their values may be shown. */
import type { Contract } from '../contract/contract.js';
import { roles } from '../scenarios/scenario.js';
import { packageVersion } from '../settings/package-root.js';
import type { Settings } from '../settings/settings.js';
import { type Scope, variableName } from '../settings/variable-name.js';
import { createConnection } from './connection.js';

export interface Configured {
  readonly variable: string;
  readonly value: string;
  readonly secret: boolean;
}

/** Every contract parameter that has a value of its own in the environment or `.env`, for whichever identity. */
export function configuredParameters(contract: Contract, settings: Settings): Configured[] {
  // Of no target: nothing is sent. It knows which parameters are secret, and what no text may hold.
  const { secretNames, redact, close } = createConnection({
    ...{ contract, settings, version: packageVersion },
    baseUrl: settings.baseUrl ?? 'http://localhost',
  });
  close();
  const direct = [...contract.parameters, ...contract.grants.flatMap((grant) => grant.parameters)];
  const names = new Set([
    ...direct.flatMap(({ name, alternative }) => (alternative ? [name, alternative.name] : [name])),
    ...secretNames,
  ]);
  names.delete('grant_type');
  const scopes: (Scope | undefined)[] = [
    undefined,
    ...roles,
    ...contract.grants.map(({ type }) => ({ grant: type })),
  ];
  return scopes.flatMap((scope) =>
    [...names].flatMap((name): Configured[] => {
      const value = settings.parameter(name, scope);
      if (value === undefined) return [];
      const secret = secretNames.has(name) || redact(value) !== value;
      return [{ variable: variableName(name, scope), value, secret }];
    }),
  );
}
