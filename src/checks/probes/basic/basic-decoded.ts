import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';
import { basicNotSupported, withBasic } from './basic-support.js';

export const basicDecoded: Check = grantCheck({
  id: 'basic-decoded',
  title: 'An unreserved character of the client id may be percent-encoded in HTTP Basic credentials.',
  requirements: ['RFC6749-2.3.1-basic-encoded-unreserved'],
  probes: ['basic/percent-encoded'],
  precondition: basicNotSupported,
  literal: withBasic,
});
