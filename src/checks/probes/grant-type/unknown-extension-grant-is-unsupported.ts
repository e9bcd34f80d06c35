import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const unknownExtensionGrantIsUnsupported: Check = codeCheck({
  id: 'unknown-extension-grant-is-unsupported',
  title: 'An unknown extension grant is refused with unsupported_grant_type.',
  requirements: ['RFC6749-4.5-unsupported-extension-grant'],
  probes: ['grant-type/unknown-extension'],
  codes: ['unsupported_grant_type'],
  tolerated: { invalid_request: 'warn' },
  literal: {},
});
