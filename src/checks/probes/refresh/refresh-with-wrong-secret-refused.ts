import { type Check, notApplicable } from '../../check.js';
import { basicNotSupported } from '../basic/basic-support.js';
import { codeCheck } from '../code-check.js';

export const refreshWithWrongSecretRefused: Check = codeCheck({
  id: 'refresh-with-wrong-secret-refused',
  title: 'A refresh with a wrong client secret is refused with invalid_client.',
  requirements: ['RFC6749-6-wrong-secret'],
  probes: ['refresh/wrong-secret', 'basic/wrong-secret'],
  codes: ['invalid_client'],
  precondition(subject) {
    if (subject.grant !== 'refresh_token') return notApplicable('other grants have a rule of their own');
    return subject.probe === 'basic/wrong-secret' ? basicNotSupported(subject) : undefined;
  },
  literal: { grant: 'refresh_token' },
});
