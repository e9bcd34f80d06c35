import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const unknownUserIsInvalidGrant: Check = codeCheck({
  id: 'unknown-user-is-invalid-grant',
  title: 'An unknown user is refused with invalid_grant.',
  requirements: ['RFC6749-5.2-unknown-user-invalid-grant'],
  probes: ['credentials/username/unknown', 'credentials/username/truncated'],
  codes: ['invalid_grant'],
  literal: { grant: 'password' },
});
