import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const unknownQueryIgnored: Check = grantCheck({
  id: 'unknown-query-ignored',
  title: 'An unrecognised query parameter does not disturb the request.',
  requirements: ['RFC6749-3.2-query-component-retained'],
  probes: ['valid/unknown-query'],
  literal: {},
});
