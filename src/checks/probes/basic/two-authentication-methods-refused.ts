import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';
import { bodyNotSupported, withBasic } from './basic-support.js';

export const twoAuthenticationMethodsRefused: Check = codeCheck({
  id: 'two-authentication-methods-refused',
  title: 'A request that authenticates the client in two ways is refused, even when both are right.',
  requirements: ['RFC6749-2.3-two-methods-identical'],
  probes: ['basic/both-identical'],
  codes: ['invalid_request', 'invalid_client'],
  precondition: bodyNotSupported,
  literal: withBasic,
});
