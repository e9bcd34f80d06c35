import type { Check } from '../../check.js';
import { headerCheck } from './header-checks.js';

export const refreshHeadersEnforced: Check = headerCheck({
  id: 'refresh-headers-enforced',
  title: 'The headers that a token request requires are required for a refresh, too.',
  requirement: 'CONTRACT-refresh-required-headers',
  probes: ['missing-header/*', 'empty-header/*', 'blank-header/*'],
  grant: 'refresh_token',
});
