import { stringMember } from '../../../http/answer.js';
import { type Check, notApplicable } from '../../check.js';
import { codeCheck } from '../code-check.js';

const truncated = 'credentials/username/truncated';

export const unknownUserIsInvalidGrant: Check = codeCheck({
  id: 'unknown-user-is-invalid-grant',
  title: 'An unknown user is refused with invalid_grant.',
  requirements: ['RFC6749-5.2-unknown-user-invalid-grant'],
  probes: ['credentials/username/unknown', truncated],
  codes: ['invalid_grant'],
  precondition({ probe, observation: { response } }) {
    // Names may have a form, such as ten digits: then a shorter one is "otherwise malformed" (RFC 6749 section 5.2).
    return probe === truncated && response && stringMember(response, 'error') === 'invalid_request'
      ? notApplicable('the server takes no user name of this form')
      : undefined;
  },
  literal: { grant: 'password' },
});
