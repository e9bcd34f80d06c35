import { type Check, notApplicable } from '../../check.js';
import { codeCheck } from '../code-check.js';

/** RFC 6749 section 4.4.2: the grant rests on client authentication alone. */
export const clientCredentialsNeedAuthentication: Check = codeCheck({
  id: 'client-credentials-need-authentication',
  title: 'A client credentials grant without the right client secret is refused with invalid_client.',
  requirements: ['RFC6749-4.4.2-client-auth'],
  probes: ['credentials/without-secret', 'missing/client_secret', 'credentials/client_secret/wrong'],
  codes: ['invalid_client'],
  tolerated: { invalid_request: 'warn' },
  precondition: ({ grant }) => (grant === 'client_credentials' ? undefined : notApplicable('another grant')),
  literal: { grant: 'client_credentials' },
});
