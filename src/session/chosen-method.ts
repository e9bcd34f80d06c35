/** How the client authenticates in this run: as the settings say, else by the first documented method that is configured. */
import { authenticatingBy } from '../contract/client-authentication.js';
import type { ClientAuthenticationMethod, Contract } from '../contract/contract.js';
import type { Settings } from '../settings/settings.js';

function isConfigured(
  method: ClientAuthenticationMethod,
  { grants }: Contract,
  { assertions, connection, parameter }: Settings,
): boolean {
  switch (method) {
    case 'private_key_jwt':
      return assertions.key !== undefined;
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return connection.clientCertificate !== undefined;
    case 'none':
      return true;
    default:
      return (
        parameter('client_secret') !== undefined ||
        grants.some(
          ({ type, parameters }) =>
            parameter('client_secret', { grant: type }) !== undefined ||
            parameters.some(({ name, documented }) => name === 'client_secret' && documented !== undefined),
        )
      );
  }
}

/** The contract for a client of these settings. */
export function forThisClient(contract: Contract, settings: Settings): Contract {
  const { clientAuthentication: offered } = contract;
  const chosen =
    settings.clientAuthentication ??
    offered.find((method) => isConfigured(method, contract, settings)) ??
    offered[0] ??
    'none';
  return authenticatingBy(contract, chosen);
}
