import { requirementIdOf } from '../../../requirements/catalogue.js';
import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const refreshTokenBoundToRealm: Check = refusalCheck({
  id: 'refresh-token-bound-to-realm',
  title: 'A refresh token of one realm is refused under another.',
  requirements: [requirementIdOf('ASVS5-8.4.1', 'refresh_token')],
  probes: ['refresh/other-header/*'],
  literal: { grant: 'refresh_token' },
});
