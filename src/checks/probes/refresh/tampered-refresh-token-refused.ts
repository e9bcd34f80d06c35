import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const tamperedRefreshTokenRefused: Check = codeCheck({
  id: 'tampered-refresh-token-refused',
  title: 'A modified refresh token is refused with invalid_grant.',
  requirements: ['RFC6749-10.4-tampered-refresh-token'],
  probes: [
    'refresh/garbage/tampered-start',
    'refresh/garbage/tampered-middle',
    'refresh/garbage/tampered-end',
  ],
  codes: ['invalid_grant'],
  literal: { grant: 'refresh_token' },
});
