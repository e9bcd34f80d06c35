import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const malformedBasicRefused: Check = codeCheck({
  id: 'malformed-basic-refused',
  title: 'Malformed Basic credentials are refused as a client error.',
  requirements: ['RFC6749-5.2-malformed-basic'],
  probes: ['basic/malformed/*'],
  codes: ['invalid_client', 'invalid_request'],
  literal: {},
});
