/** The one list of products. They deviate, so that they stand apart from the conforming variations. */
import type { Product } from './product.js';
import { springLegacy } from './spring-legacy.js';

export const products: readonly Product[] = [springLegacy];

export function productNamed(id: string): Product | undefined {
  return products.find((product) => product.id === id);
}
