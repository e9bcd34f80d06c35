/** The one list of variations: add a file's list here and its variations exist. */
import { authenticationVariations } from './authentication.js';
import { companionVariations } from './companions.js';
import { errorVariations } from './errors.js';
import { httpVariations } from './http.js';
import { jsonVariations } from './json.js';
import { lifecycleVariations } from './lifecycle.js';
import { limitVariations } from './limits.js';
import { messageVariations } from './messages.js';
import { orderVariations } from './order.js';
import { publishedVariations } from './published.js';
import { refreshVariations } from './refresh.js';
import { namesOfDigits } from './restrictions.js';
import { serverVariations } from './servers.js';
import { successVariations } from './success.js';
import { locksAtOnce, throttlingVariations } from './throttling.js';
import { tlsVariations } from './tls.js';
import { tokenVariations } from './tokens.js';
import type { Variation } from './variation.js';

export const variations: readonly Variation[] = [
  ...successVariations,
  ...errorVariations,
  ...httpVariations,
  ...jsonVariations,
  ...messageVariations,
  ...orderVariations,
  ...authenticationVariations,
  ...refreshVariations,
  ...throttlingVariations,
  ...lifecycleVariations,
  ...tokenVariations,
  ...companionVariations,
  ...publishedVariations,
  ...tlsVariations,
  ...serverVariations,
  ...limitVariations,
];

/** Throws when there is no such variation. */
export function variationNamed(id: string): Variation {
  const found = [...variations, locksAtOnce, namesOfDigits].find((variation) => variation.id === id);
  if (!found) throw new Error(`there is no variation "${id}"; there are ${variations.length} others`);
  return found;
}
