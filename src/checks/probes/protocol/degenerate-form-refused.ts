import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const degenerateFormRefused: Check = refusalCheck({
  id: 'degenerate-form-refused',
  title: 'A degenerate form body is refused.',
  requirements: ['RFC6749-5.2-degenerate-form'],
  probes: ['body/degenerate/*'],
  literal: {},
});
