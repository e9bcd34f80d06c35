import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const expiredClientRefused: Check = codeCheck({
  id: 'expired-client-refused',
  title: 'A client secret that has expired no longer authenticates the client.',
  requirements: ['RFC7591-3.2.1-expired-client-secret'],
  probes: ['credentials/expired-client'],
  codes: ['invalid_client'],
  literal: {},
});
