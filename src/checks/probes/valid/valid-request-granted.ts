import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const validRequestGranted: Check = grantCheck({
  id: 'valid-request-granted',
  title: 'A request that the document describes is granted.',
  requirements: ['RFC6749-5.1-access-token-required'],
  probes: [
    'valid/minimal',
    'valid/every-optional',
    'valid/documented-example',
    'valid/reordered',
    'valid/alternative/*',
  ],
  literal: {},
});
