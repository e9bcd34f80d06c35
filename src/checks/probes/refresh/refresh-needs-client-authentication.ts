import { type Check, notApplicable } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const refreshNeedsClientAuthentication: Check = codeCheck({
  id: 'refresh-needs-client-authentication',
  title: 'A confidential client must authenticate to refresh.',
  requirements: ['RFC6749-6-client-auth-required'],
  probes: ['refresh/without-client-authentication', 'missing/client-identification'],
  codes: ['invalid_client', 'invalid_request', 'invalid_grant'],
  precondition: ({ grant }) =>
    grant === 'refresh_token' ? undefined : notApplicable('other grants have a rule of their own'),
  literal: { grant: 'refresh_token' },
});
