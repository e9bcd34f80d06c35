import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const wrongPasswordIsInvalidGrant: Check = codeCheck({
  id: 'wrong-password-is-invalid-grant',
  title: 'A wrong password is reported as invalid_grant.',
  requirements: ['RFC6749-5.2-wrong-password-invalid-grant'],
  probes: ['credentials/password/wrong', 'credentials/password/other'],
  codes: ['invalid_grant'],
  issuedElsewhere: true,
  literal: { grant: 'password' },
});
