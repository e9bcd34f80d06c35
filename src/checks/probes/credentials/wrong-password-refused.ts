import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const wrongPasswordRefused: Check = refusalCheck({
  id: 'wrong-password-refused',
  title: 'A wrong password is refused.',
  requirements: ['RFC6749-4.3.2-wrong-password'],
  probes: [
    'credentials/password/wrong',
    'credentials/password/other',
    'credentials/password/access-token',
    'credentials/password/refresh-token',
  ],
  literal: { grant: 'password' },
});
