import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const restrictedClientRefused: Check = codeCheck({
  id: 'restricted-client-refused',
  title: 'A client that must not use the grant is refused with unauthorized_client.',
  requirements: ['RFC6749-5.2-unauthorized-client'],
  probes: ['credentials/restricted-client'],
  codes: ['unauthorized_client'],
  tolerated: { unsupported_grant_type: 'warn', invalid_client: 'warn', invalid_grant: 'warn' },
  literal: {},
});
