import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const refreshTokenBoundToClient: Check = codeCheck({
  id: 'refresh-token-bound-to-client',
  title: 'A refresh token works only for the client that it was issued to.',
  requirements: ['RFC6749-10.4-bound-to-client'],
  probes: ['refresh/other-client', 'refresh/replay-by-other-client'],
  codes: ['invalid_grant'],
  tolerated: { invalid_client: 'warn', unauthorized_client: 'warn' },
  literal: { grant: 'refresh_token' },
});
