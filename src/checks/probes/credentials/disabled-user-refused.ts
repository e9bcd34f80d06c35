import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const disabledUserRefused: Check = codeCheck({
  id: 'disabled-user-refused',
  title: 'A disabled user obtains no token, even with the right password.',
  requirements: ['RFC6749-5.2-disabled-user'],
  probes: ['credentials/disabled-user'],
  codes: ['invalid_grant'],
  tolerated: { access_denied: 'warn', unauthorized_client: 'warn' },
  literal: { grant: 'password' },
});
