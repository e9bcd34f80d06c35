import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const grantTypeComparedExactly: Check = codeCheck({
  id: 'grant-type-compared-exactly',
  title: 'The value of grant_type is compared exactly.',
  requirements: ['RFC6749-4.3.2-grant-type-exact', 'CONTRACT-enum-const-enforced'],
  probes: ['grant-type/case', 'grant-type/padded', 'body/control-character/grant_type'],
  codes: ['unsupported_grant_type', 'invalid_request'],
  literal: {},
});
