import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const partOfRefreshTokenRefused: Check = codeCheck({
  id: 'part-of-refresh-token-refused',
  title: 'A part of a refresh token, or more than it, is refused.',
  requirements: ['RFC6749-10.4-tampered-refresh-token'],
  probes: ['refresh/garbage/prefix', 'refresh/garbage/extended'],
  codes: ['invalid_grant', 'invalid_request'],
  literal: { grant: 'refresh_token' },
});
