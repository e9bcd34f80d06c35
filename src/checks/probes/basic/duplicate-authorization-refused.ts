import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';
import { basicNotSupported, withBasic } from './basic-support.js';

export const duplicateAuthorizationRefused: Check = refusalCheck({
  id: 'duplicate-authorization-refused',
  title: 'Two Authorization headers that differ are refused.',
  requirements: ['RFC9110-5.3-duplicate-authorization'],
  probes: ['basic/two-headers'],
  precondition: basicNotSupported,
  literal: withBasic,
});
