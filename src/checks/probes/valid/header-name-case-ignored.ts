import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const headerNameCaseIgnored: Check = grantCheck({
  id: 'header-name-case-ignored',
  title: 'Header names are compared without regard to case.',
  requirements: ['RFC9110-5.1-header-name-case'],
  probes: ['valid/header-case'],
  literal: {},
});
