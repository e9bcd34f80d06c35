import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';
import { basicNotSupported, withBasic } from './basic-support.js';

export const basicPlusClientIdGranted: Check = grantCheck({
  id: 'basic-plus-client-id-granted',
  title: 'A client that authenticates by HTTP Basic may name itself in the body, too.',
  requirements: ['RFC6749-3.2.1-basic-plus-client-id'],
  probes: ['basic/client-id'],
  precondition: basicNotSupported,
  literal: withBasic,
});
