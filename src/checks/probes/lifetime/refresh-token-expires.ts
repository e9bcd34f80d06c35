import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const refreshTokenExpires: Check = codeCheck({
  id: 'refresh-token-expires',
  title: 'A refresh token that nobody used until its published expiry is refused with invalid_grant.',
  requirements: ['RFC9700-4.14.2-refresh-token-idle-expiry', 'ASVS5-10.4.8-refresh-token-absolute-expiry'],
  probes: ['refresh/expired'],
  codes: ['invalid_grant'],
  literal: { grant: 'refresh_token' },
});
