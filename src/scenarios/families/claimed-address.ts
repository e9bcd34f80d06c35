/** Wrong passwords from addresses that a network may trust: that is for the network to say, not for the caller. */
import { isIP } from 'node:net';
import type { Contract, Parameter } from '../../contract/contract.js';
import { withValue } from '../request.js';
import { admits } from '../text-schema.js';
import { admitsIdentifiers, unknownSecret } from '../values.js';
import { nameOf } from './grants.js';
import { differing } from './near-miss.js';
import { changed, type Variation } from './variation.js';

/** The loopback address, for a header that carries addresses by its example or by its schema. */
function loopbackFor({ in: place, schema, documented = '' }: Parameter): string | undefined {
  if (place !== 'header') return undefined;
  const shown = isIP(documented.split(',', 1)[0]?.trim() ?? '') !== 0;
  const demanded = !admits(schema, 'not an address') && !admitsIdentifiers(schema);
  return shown || demanded
    ? ['127.0.0.1', '::1', '0:0:0:0:0:0:0:1'].find((address) => admits(schema, address))
    : undefined;
}

export function claimedAddresses(contract: Contract, password: Parameter): Variation[] {
  return contract.parameters.flatMap((parameter): Variation[] => {
    const address = loopbackFor(parameter);
    if (address === undefined) return [];
    return [
      {
        probe: `credentials/claimed-address/${parameter.name}`,
        title: `A wrong password, and the loopback address in the ${nameOf(parameter)}`,
        parameter,
        build: changed(password, (draft, real, { random }) => {
          const wrong = differing(real, () => unknownSecret(random));
          return withValue(withValue(draft, password, wrong), parameter, address);
        }),
      },
    ];
  });
}
