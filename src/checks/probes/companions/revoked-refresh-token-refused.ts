import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';
import { revocationFailed, withRevocation } from './revocation.js';

export const revokedRefreshTokenRefused: Check = codeCheck({
  id: 'revoked-refresh-token-refused',
  title: 'A revoked refresh token is refused with invalid_grant.',
  requirements: ['RFC7009-2.1-revoked-refresh-token-refused', 'RFC7009-2-revoke-refresh-token'],
  probes: ['revocation/refresh-after'],
  codes: ['invalid_grant'],
  precondition: revocationFailed,
  literal: withRevocation,
});
