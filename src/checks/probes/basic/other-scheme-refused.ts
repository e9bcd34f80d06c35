import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const otherSchemeRefused: Check = codeCheck({
  id: 'other-scheme-refused',
  title: 'Client credentials under another authentication scheme do not authenticate the client.',
  requirements: ['RFC6749-5.2-unsupported-auth-scheme'],
  probes: ['basic/other-scheme/*'],
  codes: ['invalid_client'],
  tolerated: { invalid_request: 'warn' },
  literal: {},
});
