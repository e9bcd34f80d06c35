/** From a contract to everything that is sent: the same scenarios in each process. */
import type { Contract, Grant } from '../contract/contract.js';
import { abuse } from './families/abuse.js';
import { badCredentials } from './families/bad-credentials.js';
import { companions } from './families/companions.js';
import { fuzz } from './families/fuzz.js';
import { presentedBy } from './families/grants.js';
import { malformedRequests } from './families/malformed-requests.js';
import { missingHeaders } from './families/missing-headers.js';
import { missingParameters } from './families/missing-parameters.js';
import { protocol } from './families/protocol.js';
import { refreshFlow } from './families/refresh-flow.js';
import { tls } from './families/tls.js';
import { validGrants } from './families/valid-grants.js';
import { type Family, families, type Scenario } from './scenario.js';

export interface DerivationOptions {
  /** Generated inputs, all grants together. Default: none. */
  readonly fuzz?: number;
}

type Derivation = (contract: Contract, grant: Grant, options: DerivationOptions) => Scenario[];

const derivations: Readonly<Record<Family, Derivation>> = {
  document: () => [], // sends nothing and belongs to no grant
  'valid-grants': validGrants,
  'missing-parameters': missingParameters,
  'missing-headers': missingHeaders,
  'bad-credentials': badCredentials,
  'malformed-requests': malformedRequests,
  protocol,
  'refresh-flow': refreshFlow,
  companions,
  fuzz,
  tls,
  abuse,
};

/**
 * What some grants present is used up by each request, and costs somebody a moment: they are tried where the grant itself
 * matters, and the rest is left to the others.
 */
const ofPresented: readonly Family[] = [
  'valid-grants',
  'missing-parameters',
  'missing-headers',
  'bad-credentials',
  'companions',
  'tls',
];

/** All scenarios, family by family in the order of `families`, inside a family grant by grant. */
export function deriveScenarios(contract: Contract, options: DerivationOptions = {}): readonly Scenario[] {
  return families.flatMap((family) =>
    contract.grants
      .filter(({ type }) => presentedBy(type) === undefined || ofPresented.includes(family))
      .flatMap((grant) => derivations[family](contract, grant, options)),
  );
}
