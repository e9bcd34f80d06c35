/** The one list of faults: add a file's list here and its faults exist. */
import { callbackFaults } from './callbacks.js';
import { clientAssertionFaults } from './client-assertions.js';
import { clientCredentialsFaults } from './client-credentials.js';
import { companionFaults } from './companions/index.js';
import { concurrencyFaults } from './concurrency.js';
import { credentialFaults } from './credentials.js';
import { documentedFaults } from './documents.js';
import { enumerationFaults } from './enumeration.js';
import { errorFaults } from './errors.js';
import type { Fault } from './fault.js';
import { flakyFaults } from './flaky.js';
import { furtherGrantFaults } from './further-grants.js';
import { guessingFaults } from './guessing.js';
import { headerFaults } from './headers.js';
import { hintFaults } from './hints.js';
import { leakFaults } from './leaks.js';
import { leniencyFaults } from './leniency.js';
import { lifetimeFaults } from './lifetimes.js';
import { messageFaults } from './messages/index.js';
import { metadataFaults } from './metadata.js';
import { nearMissFaults } from './near-misses.js';
import { operationFaults } from './operation.js';
import { otherWays } from './other-ways.js';
import { parameterFaults } from './parameters.js';
import { promiseFaults } from './promises.js';
import { protocolFaults } from './protocol.js';
import { refreshFaults } from './refresh/index.js';
import { scopeFaults } from './scopes.js';
import { successFaults } from './success.js';
import { tlsFaults } from './tls.js';
import { tokenFaults } from './tokens.js';
import { unusualInputFaults } from './unusual-inputs.js';

export const faults: readonly Fault[] = [
  ...successFaults,
  ...errorFaults,
  ...parameterFaults,
  ...headerFaults,
  ...credentialFaults,
  ...nearMissFaults,
  ...enumerationFaults,
  ...guessingFaults,
  ...protocolFaults,
  ...promiseFaults,
  ...messageFaults,
  ...refreshFaults,
  ...tokenFaults,
  ...leakFaults,
  ...companionFaults,
  ...documentedFaults,
  ...leniencyFaults,
  ...scopeFaults,
  ...operationFaults,
  ...concurrencyFaults,
  ...lifetimeFaults,
  ...flakyFaults,
  ...callbackFaults,
  ...hintFaults,
  ...metadataFaults,
  ...clientCredentialsFaults,
  ...clientAssertionFaults,
  ...furtherGrantFaults,
  ...unusualInputFaults,
  ...tlsFaults,
  ...otherWays,
];

/** Ids that share words with the given one, the most alike first. */
function nearIds(id: string): string[] {
  const words = new Set(id.toLowerCase().split(/[^a-z0-9]+/));
  return faults
    .map((fault) => ({ id: fault.id, shared: fault.id.split('-').filter((word) => words.has(word)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, 3)
    .map((candidate) => candidate.id);
}

/** Throws an error that names near ids when there is no such fault. */
export function faultNamed(id: string): Fault {
  const found = faults.find((fault) => fault.id === id);
  if (found) return found;
  const near = nearIds(id);
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : `there are ${faults.length} others`;
  throw new Error(`there is no fault "${id}"; ${hint}`);
}
