import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const refreshSucceeds: Check = grantCheck({
  id: 'refresh-succeeds',
  title: 'A valid refresh request brings a new access token.',
  requirements: ['RFC6749-6-refresh-success'],
  probes: ['refresh/first'],
  literal: { grant: 'refresh_token' },
});
