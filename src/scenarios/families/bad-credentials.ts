/** Credentials that are not right, or that belong to somebody who must not get a token. */
import type { Contract, Grant } from '../../contract/contract.js';
import type { Scenario } from '../scenario.js';
import { concurrentExchange } from './bursts.js';
import { codeGrant, deviceGrant, hasClientSecret, parameterOf, presentedBy, refreshGrant } from './grants.js';
import { presentedVariations } from './presented.js';
import { tokensAsPassword } from './tokens-as-password.js';
import { scenariosOf, type Variation, when } from './variation.js';
import { wrongBasic } from './wrong-basic.js';
import { wrongClients } from './wrong-clients.js';
import { wrongUsers } from './wrong-users.js';

/** So that one login shows that the user and the client, of which either had its wrong credentials, still work. */
function alternating(...lists: readonly (readonly Variation[])[]): Variation[] {
  const guesses = ({ probe, parameter }: Variation): boolean =>
    probe.startsWith('basic/') || ['password', 'client_secret'].includes(parameter?.name ?? '');
  const sorted = lists.map((list) => [...list.filter(guesses), ...list.filter((one) => !guesses(one))]);
  const longest = Math.max(...sorted.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => sorted.flatMap((list) => list.slice(at, at + 1))).flat();
}

export function badCredentials(contract: Contract, grant: Grant): Scenario[] {
  if (grant.type === refreshGrant) return [];
  if (presentedBy(grant.type) !== undefined)
    return [
      ...scenariosOf('bad-credentials', contract, grant, presentedVariations(contract, grant)),
      ...([codeGrant, deviceGrant].includes(grant.type) ? [concurrentExchange(grant)] : []),
    ];
  const password = parameterOf(grant, 'username') && parameterOf(grant, 'password');
  return [
    ...scenariosOf(
      'bad-credentials',
      contract,
      grant,
      alternating(wrongUsers(contract, grant), [
        ...wrongClients(contract, grant),
        ...when(hasClientSecret(contract, grant), ...wrongBasic(contract)),
      ]),
    ),
    ...(password ? [tokensAsPassword(grant, password)] : []),
  ];
}
