import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const irrelevantParameterIgnored: Check = grantCheck({
  id: 'irrelevant-parameter-ignored',
  title: 'Parameters that belong to another grant do not change the outcome.',
  requirements: ['RFC6749-3.2-irrelevant-known-param'],
  probes: ['valid/irrelevant-parameter'],
  literal: {},
});
