import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';
import { basicNotSupported, withBasic } from './basic-support.js';

/** RFC 9110 section 11.4: `credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]`. */
export const basicSpacesTolerated: Check = grantCheck({
  id: 'basic-spaces-tolerated',
  title: 'More than one space may separate the scheme name from the credentials.',
  requirements: ['RFC9110-11.4-multiple-spaces'],
  probes: ['basic/two-spaces'],
  precondition: basicNotSupported,
  literal: withBasic,
});
