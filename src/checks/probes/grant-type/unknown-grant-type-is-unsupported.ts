import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const unknownGrantTypeIsUnsupported: Check = codeCheck({
  id: 'unknown-grant-type-is-unsupported',
  title: 'An unknown grant type is refused with unsupported_grant_type.',
  requirements: ['RFC6749-5.2-unsupported-grant-type'],
  probes: ['grant-type/unknown'],
  codes: ['unsupported_grant_type'],
  tolerated: { unauthorized_client: 'warn', invalid_request: 'warn' },
  literal: {},
});
