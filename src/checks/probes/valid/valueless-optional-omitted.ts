import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const valuelessOptionalOmitted: Check = grantCheck({
  id: 'valueless-optional-omitted',
  title: 'An optional parameter without a value counts as omitted.',
  requirements: ['RFC6749-3.2-valueless-optional'],
  probes: ['valid/valueless-optional'],
  literal: {},
});
