import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const blankParameterRefused: Check = refusalCheck({
  id: 'blank-parameter-refused',
  title: 'A required parameter that consists of spaces is refused.',
  requirements: ['OAUTH-whitespace-only-values'],
  probes: ['blank/*'],
  literal: {},
});
