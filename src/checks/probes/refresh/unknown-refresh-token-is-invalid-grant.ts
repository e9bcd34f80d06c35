import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const unknownRefreshTokenIsInvalidGrant: Check = codeCheck({
  id: 'unknown-refresh-token-is-invalid-grant',
  title: 'A refresh token that was never issued is refused with invalid_grant.',
  requirements: ['RFC6749-5.2-invalid-refresh-token'],
  probes: ['refresh/garbage/random'],
  codes: ['invalid_grant'],
  literal: { grant: 'refresh_token' },
});
