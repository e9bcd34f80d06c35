import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';
import { basicNotSupported, withBasic } from './basic-support.js';

export const mismatchedClientIdRefused: Check = codeCheck({
  id: 'mismatched-client-id-refused',
  title: 'Client identifiers that contradict each other are refused.',
  requirements: ['FAPI1-5.2.2-19-mismatched-client-id'],
  probes: ['basic/mismatched-client-id'],
  codes: ['invalid_client', 'invalid_request'],
  precondition: basicNotSupported,
  literal: withBasic,
});
