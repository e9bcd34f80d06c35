import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';
import { basicNotSupported, withBasic } from './basic-support.js';

export const basicOtherSecretRefused: Check = refusalCheck({
  id: 'basic-other-secret-refused',
  title: 'The secret of one client does not authenticate another one by HTTP Basic.',
  requirements: ['RFC6749-5.2-basic-wrong-secret-401'],
  probes: ['basic/other-secret'],
  precondition: basicNotSupported,
  literal: withBasic,
});
