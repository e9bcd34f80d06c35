import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const invalidUtf8Refused: Check = refusalCheck({
  id: 'invalid-utf8-refused',
  title: 'A value that is not UTF-8 is refused, never normalised to a valid one.',
  requirements: ['OAUTH-invalid-utf8'],
  probes: ['body/invalid-utf8', 'body/overlong-utf8'],
  literal: {},
});
