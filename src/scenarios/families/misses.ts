/** Values that are not the right one, but near it: what a comparison may take for equal. */
import type { Parameter } from '../../contract/contract.js';
import { unknownSecret } from '../values.js';
import {
  caseChanged,
  continuedAfterNull,
  differing,
  extended,
  fullWidth,
  likePattern,
  type NearMiss,
  paddedLeading,
  paddedTrailing,
  truncated,
} from './near-miss.js';
import { altered, type Variation } from './variation.js';

export interface Miss {
  readonly name: string;
  readonly title: (label: string) => string;
  readonly change: NearMiss;
}

export const wrong: Miss = {
  name: 'wrong',
  title: (label) => `A wrong ${label}`,
  change: (real, random) => differing(real, () => unknownSecret(random)),
};

export const otherCase: Miss = {
  name: 'case',
  title: (label) => `The ${label} in the other letter case`,
  change: caseChanged,
};

export const withoutLast: Miss = {
  name: 'truncated',
  title: (label) => `The ${label} without its last character`,
  change: truncated,
};

export const near: readonly Miss[] = [
  otherCase,
  withoutLast,
  { name: 'extended', title: (label) => `The ${label} with one more character`, change: extended },
  { name: 'padded-leading', title: (label) => `The ${label} after a space`, change: paddedLeading },
  {
    name: 'padded-trailing',
    title: (label) => `The ${label} followed by a space`,
    change: paddedTrailing,
  },
];

export const nullByte: Miss = {
  name: 'null-byte',
  title: (label) => `The ${label} followed by a NUL and more text`,
  change: continuedAfterNull,
};

export const pattern: Miss = {
  name: 'pattern',
  title: (label) => `The ${label} with a wildcard of SQL as its last character`,
  change: likePattern,
};

export const wide: Miss = {
  name: 'full-width',
  title: (label) => `The ${label} in full-width characters`,
  change: fullWidth,
};

export function misses(
  parameter: Parameter,
  label: string,
  list: readonly Miss[],
  comparedWith?: string,
): Variation[] {
  return list.map(({ name, title, change }) => ({
    probe: `credentials/${parameter.name}/${name}`,
    title: title(label),
    parameter,
    ...(comparedWith === undefined ? {} : { comparedWith: [comparedWith] }),
    build: altered(parameter, (real, { random }) => change(real, random)),
  }));
}
