import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const shapedRefreshTokenRefused: Check = codeCheck({
  id: 'shaped-refresh-token-refused',
  title: 'A value that no refresh token has the shape of is refused like any other that was never issued.',
  requirements: ['RFC6749-5.2-invalid-refresh-token'],
  probes: ['refresh/shaped/*'],
  // A value outside the grammar of refresh tokens (appendix A.17) makes the request a malformed one, too.
  codes: ['invalid_grant', 'invalid_request'],
  literal: { grant: 'refresh_token', probe: 'refresh/shaped/null' },
});
