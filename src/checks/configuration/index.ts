/** The one list of checks on the configuration: add a check's file here and it runs. */
import { clientSecretEntropy } from './client-secret-entropy.js';
import type { ConfigurationCheck } from './configuration-check.js';
import { configuredAddressHttps } from './configured-address-https.js';
import { configuredUriNoFragment } from './configured-uri-no-fragment.js';

export const configurationChecks: readonly ConfigurationCheck[] = [
  configuredUriNoFragment,
  ...configuredAddressHttps,
  clientSecretEntropy,
];
