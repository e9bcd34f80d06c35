import { onError } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { beforeOAuth } from '../classes.js';
import { errorCharacters } from '../error-characters.js';
import { example, oauthError } from '../examples.js';
import { quoted } from '../quoting.js';

/** For the token endpoint: RFC 6749 section 5.2, and the extensions that add to it. */
const registered = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'authorization_pending', // RFC 8628
  'slow_down',
  'access_denied',
  'expired_token',
  'invalid_target', // RFC 8707
  'invalid_dpop_proof', // RFC 9449
  'use_dpop_nonce',
  'interaction_required', // OpenID Connect Core
  'invalid_authorization_details', // RFC 9396
  'unsupported_token_type', // RFC 7009
  'invalid_client_attestation', // attestation-based client authentication
  'use_fresh_attestation',
]);

export const errorCodeRegistered: Check = {
  id: 'error-code-registered',
  title: 'error is a code that is defined for the token endpoint',
  requirements: ['RFC6749-5.2-error-code-registered'],
  on: { every: 'error' },
  judge: onError((code, _, { status }) => {
    if (beforeOAuth.has(status) || status >= 500) return notApplicable('not refused by OAuth');
    if (!errorCharacters.test(code)) return notApplicable('error breaks its grammar');
    return registered.has(code)
      ? pass
      : violation('a code of RFC 6749 section 5.2 or of a registered extension', `error is ${quoted(code)}`);
  }),
  examples: {
    conforming: [
      example('of an extension', oauthError('invalid_target')),
      example('the wording of the HTTP layer', oauthError('Unsupported Media Type', 415)),
    ],
    violating: [
      example('a code of another endpoint', oauthError('server_error')),
      example('a code of a vendor', oauthError('unauthorized', 401)),
      example('codes are compared by case', oauthError('Invalid_Grant')),
    ],
  },
};
