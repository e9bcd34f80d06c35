import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const refreshWithWrongSecretRefused: Check = codeCheck({
  id: 'refresh-with-wrong-secret-refused',
  title: 'A refresh with a wrong client secret is refused with invalid_client.',
  requirements: ['RFC6749-6-wrong-secret'],
  probes: ['refresh/wrong-secret'],
  codes: ['invalid_client'],
  literal: { grant: 'refresh_token' },
});
