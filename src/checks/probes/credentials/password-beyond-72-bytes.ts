import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

/** bcrypt reads 72 bytes: without a hash before it, the rest of a long password does not count. */
export const passwordBeyond72Bytes: Check = refusalCheck({
  id: 'password-beyond-72-bytes',
  title: 'Every byte of a long password counts.',
  requirements: ['ASVS5-6.2.8-bcrypt-72'],
  probes: ['credentials/password/beyond-72-bytes'],
  literal: { grant: 'password' },
});
