import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const invalidPercentEncodingRefused: Check = refusalCheck({
  id: 'invalid-percent-encoding-refused',
  title: 'A value with invalid percent-encoding is refused.',
  requirements: ['OAUTH-invalid-percent-encoding'],
  probes: ['body/invalid-percent', 'body/lone-percent'],
  literal: {},
});
