import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const grantTypeComparedExactly: Check = codeCheck({
  id: 'grant-type-compared-exactly',
  title: 'The value of grant_type is compared exactly.',
  requirements: ['RFC6749-4.3.2-grant-type-exact'],
  probes: ['grant-type/case', 'grant-type/padded'],
  codes: ['unsupported_grant_type', 'invalid_request'],
  literal: {},
});
