import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const malformedParameterRefused: Check = refusalCheck({
  id: 'malformed-parameter-refused',
  title: 'A form parameter that violates its schema is refused.',
  requirements: ['CONTRACT-enum-const-enforced'],
  probes: ['malformed/*'],
  literal: {},
});
