/** What servers insist on beyond the standards, and other identities than the usual ones would run into: tested with their own. */
import { invalidRequest } from '../refusal.js';
import type { Variation } from './variation.js';

export const namesOfDigits: Variation = {
  id: 'user-names-of-digits',
  sentence: 'User names are numbers of ten digits; all others are refused with invalid_request.',
  allowedBy: 'RFC 6749 section 5.2: invalid_request, "otherwise malformed"',
  bend: (policy) => ({
    authenticateUser: (server, request, tenant, parameters) => {
      const name = parameters.get('username');
      if (name !== undefined && !/^\d{10}$/.test(name)) throw invalidRequest('The user name is malformed');
      return policy.authenticateUser(server, request, tenant, parameters);
    },
  }),
};
