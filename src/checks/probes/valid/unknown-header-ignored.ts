import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const unknownHeaderIgnored: Check = grantCheck({
  id: 'unknown-header-ignored',
  title: 'An unrecognised header field does not change the outcome.',
  requirements: ['RFC9110-5.1-unrecognised-header-ignored'],
  probes: ['valid/unknown-header'],
  literal: {},
});
