import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const wrongClientSecretIsInvalidClient: Check = codeCheck({
  id: 'wrong-client-secret-is-invalid-client',
  title: 'A wrong client secret in the body is refused with invalid_client.',
  requirements: ['RFC6749-5.2-wrong-secret-body'],
  probes: ['credentials/client_secret/wrong', 'credentials/client_secret/other'],
  codes: ['invalid_client'],
  statuses: [400, 401],
  literal: {},
});
