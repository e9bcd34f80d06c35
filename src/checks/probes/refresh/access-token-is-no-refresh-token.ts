import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const accessTokenIsNoRefreshToken: Check = codeCheck({
  id: 'access-token-is-no-refresh-token',
  title: 'An access token is not accepted as a refresh token.',
  requirements: ['RFC6749-5.2-access-token-as-refresh-token'],
  probes: ['refresh/access-token'],
  codes: ['invalid_grant'],
  literal: { grant: 'refresh_token' },
});
