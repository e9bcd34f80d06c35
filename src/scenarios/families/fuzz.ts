/** Generated requests: variations of the valid one that nobody wrote down, judged by what must hold of all. */
import type { Contract, Grant } from '../../contract/contract.js';
import type { DerivationOptions } from '../derive.js';
import { isPlainForm } from '../request.js';
import { type Property, properties, type Scenario } from '../scenario.js';
import { tagsOf } from './variation.js';

const titles: Readonly<Record<Property, string>> = {
  'no-crash': 'are always answered, completely, and never with a 5xx status',
  'oauth-answer': 'are answered with a valid grant or a valid error',
  'no-token': 'bring no token unless their credentials are the right ones',
  'no-injection': 'leave no trace in the headers, and no markup, of the response',
  'no-leak': 'are refused without a token, a secret or internals in the answer',
  'same-meaning': 'are granted where only their notation differs',
};

const whats = ['same-meaning', 'wrong-user', 'wrong-client', 'wrong-refresh-token', 'wrong-realm', 'other'];
const probes = ['oauth', 'http'].flatMap((layer) => whats.map((what) => `fuzz/${layer}/${what}`));

/** The share of one of several grants; the first ones take what is left over. */
function share(total: number, grants: number, at: number): number {
  return Math.floor(total / grants) + (at < total % grants ? 1 : 0);
}

export function fuzz(contract: Contract, grant: Grant, { fuzz: total = 0 }: DerivationOptions): Scenario[] {
  const { grants, encoding } = contract;
  // The generator spells forms.
  if (!isPlainForm(encoding)) return [];
  const count = share(total, grants.length, grants.indexOf(grant));
  if (count === 0) return [];
  return properties.map((property) => ({
    id: `${grant.type}/fuzz/${property}`,
    family: 'fuzz',
    grant: grant.type,
    title: `Generated variations of the valid request ${titles[property]}`,
    tags: tagsOf('fuzz', grant.type),
    needs: [],
    steps: [],
    generated: { property, count, probes },
  }));
}
