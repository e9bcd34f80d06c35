import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const degenerateFormRefused: Check = refusalCheck({
  id: 'degenerate-form-refused',
  title: 'A degenerate form body is refused.',
  requirements: ['RFC6749-5.2-degenerate-form'],
  probes: ['body/degenerate/*'],
  // HTML 4.01, to which RFC 6749 appendix B refers, recommends in its section B.2.2 "that HTTP server implementors … support the
  // use of ";" in place of "&"".
  tolerated: { 'body/degenerate/semicolons': 'info' },
  literal: { probe: 'body/degenerate/ampersands' },
});
