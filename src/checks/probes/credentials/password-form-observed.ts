import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

/** RFC 8265 section 4.2.2 has passwords normalised (NFC) before they are compared: allowed, not demanded of everybody. */
export const passwordFormObserved: Check = refusalCheck({
  id: 'password-form-observed',
  title: 'A password in another canonical form of Unicode is another password.',
  requirements: ['ASVS5-6.2.8-password-verbatim'],
  probes: ['credentials/password/decomposed'],
  severity: 'info',
  literal: { grant: 'password' },
});
