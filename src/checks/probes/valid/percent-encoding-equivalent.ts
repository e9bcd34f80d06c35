import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const percentEncodingEquivalent: Check = grantCheck({
  id: 'percent-encoding-equivalent',
  title: 'Percent-encoding unreserved characters of the form does not change its meaning.',
  requirements: ['RFC6749-B-percent-encoding-equivalence'],
  probes: ['valid/percent-encoded'],
  literal: {},
});
