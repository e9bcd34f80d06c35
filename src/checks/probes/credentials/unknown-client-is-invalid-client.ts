import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const unknownClientIsInvalidClient: Check = codeCheck({
  id: 'unknown-client-is-invalid-client',
  title: 'An unknown client is refused with invalid_client.',
  requirements: ['RFC6749-5.2-unknown-client-body'],
  probes: ['credentials/client_id/unknown'],
  codes: ['invalid_client'],
  statuses: [400, 401],
  literal: {},
});
