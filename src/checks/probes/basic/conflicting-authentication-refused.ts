import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';
import { bodyNotSupported, withBasic } from './basic-support.js';

export const conflictingAuthenticationRefused: Check = codeCheck({
  id: 'conflicting-authentication-refused',
  title: 'A request with two conflicting client authentications is refused.',
  requirements: ['RFC6749-2.3-two-methods-conflicting'],
  probes: ['basic/both-conflicting', 'basic/two-clients'],
  codes: ['invalid_request', 'invalid_client'],
  precondition: bodyNotSupported,
  literal: withBasic,
});
