import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const failedRefreshDoesNotConsume: Check = grantCheck({
  id: 'failed-refresh-does-not-consume',
  title: 'A refused refresh does not consume the refresh token.',
  requirements: ['OAUTH-failed-refresh-does-not-consume'],
  probes: ['refresh/after-refusal'],
  literal: { grant: 'refresh_token' },
});
