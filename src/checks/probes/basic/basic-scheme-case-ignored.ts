import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';
import { basicNotSupported, withBasic } from './basic-support.js';

export const basicSchemeCaseIgnored: Check = grantCheck({
  id: 'basic-scheme-case-ignored',
  title: 'The authentication scheme name is compared without regard to case.',
  requirements: ['RFC9110-11.1-scheme-case-insensitive'],
  probes: ['basic/scheme-case'],
  precondition: basicNotSupported,
  literal: withBasic,
});
