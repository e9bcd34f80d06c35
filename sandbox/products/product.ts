/** A server as a well-known product makes one, with the deviations from the standards that the product is known for. */
import type { Variation } from '../variations/variation.js';

export interface Product extends Pick<Variation, 'id' | 'sentence' | 'bend'> {
  /** Name of the profile that lists its deviations. */
  readonly profile: string;
}
