import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const duplicateIdenticalRefused: Check = codeCheck({
  id: 'duplicate-identical-refused',
  title: 'A parameter that is repeated with the same value is refused with invalid_request.',
  requirements: ['RFC6749-3.2-duplicate-identical'],
  probes: ['duplicate-identical/*'],
  codes: ['invalid_request'],
  literal: {},
});
