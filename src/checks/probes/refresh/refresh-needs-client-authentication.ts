import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const refreshNeedsClientAuthentication: Check = codeCheck({
  id: 'refresh-needs-client-authentication',
  title: 'A confidential client must authenticate to refresh.',
  requirements: ['RFC6749-6-client-auth-required'],
  probes: ['refresh/without-client-authentication'],
  codes: ['invalid_client', 'invalid_request', 'invalid_grant'],
  literal: { grant: 'refresh_token' },
});
