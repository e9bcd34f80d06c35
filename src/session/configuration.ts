/** What a run is configured with, as far as it can be judged without sending anything. */
import type { Configuration, ConfiguredSecret } from '../checks/configuration/configuration-check.js';
import type { Contract } from '../contract/contract.js';
import { roles } from '../scenarios/scenario.js';
import type { Settings } from '../settings/settings.js';
import { variableName } from '../settings/variable-name.js';
import type { RequestBuilder } from './valid-request.js';

const secretName = 'client_secret';

function clientSecrets(contract: Contract, settings: Settings): ConfiguredSecret[] {
  const parameters = contract.grants.flatMap((grant) => grant.parameters);
  const published = new Set(
    parameters.filter(({ name }) => name === secretName).map(({ documented }) => documented),
  );
  // A grant may have a secret of its own; the general one counts where a grant falls back to it.
  const general = contract.grants.some(
    ({ type }) => settings.parameter(secretName, { grant: type }) === undefined,
  );
  const scopes = [
    ...(general ? [undefined] : []),
    ...contract.grants.map(({ type }) => ({ grant: type })),
    ...roles,
  ];
  return scopes.flatMap((scope) => {
    const value = settings.parameter(secretName, scope);
    return value === undefined
      ? []
      : [{ variable: variableName(secretName, scope), value, published: published.has(value) }];
  });
}

export function configurationOf(
  contract: Contract,
  settings: Settings,
  requests: RequestBuilder,
): Configuration {
  const companion = (which: 'revocation' | 'introspection') =>
    contract.companions[which] && requests.companion(which).url;
  return {
    addresses: {
      token: requests.tokenUrl,
      revocation: companion('revocation'),
      introspection: companion('introspection'),
    },
    clientSecrets: clientSecrets(contract, settings),
  };
}
