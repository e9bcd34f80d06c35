import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

/** RFC 6749 section 4.4: "The client credentials grant type MUST only be used by confidential clients." */
export const publicClientRefused: Check = refusalCheck({
  id: 'public-client-refused',
  title: 'A public client gets no token by the client credentials grant.',
  requirements: ['RFC6749-4.4-client-credentials-confidential-only'],
  probes: ['credentials/public-client'],
  literal: { grant: 'client_credentials' },
});
