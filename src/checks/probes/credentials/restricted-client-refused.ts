import { type Check, inconclusive } from '../../check.js';
import { codeCheck } from '../code-check.js';
import { tokenIssued } from '../outcome.js';

export const restrictedClientRefused: Check = codeCheck({
  id: 'restricted-client-refused',
  title: 'A client that must not use the grant is refused with unauthorized_client.',
  requirements: ['RFC6749-5.2-unauthorized-client'],
  probes: ['credentials/restricted-client'],
  codes: ['unauthorized_client'],
  tolerated: { unsupported_grant_type: 'warn', invalid_client: 'warn', invalid_grant: 'warn' },
  precondition({ contract, grant, observation }) {
    const others = contract.grants.filter(({ type }) => type !== grant && type !== 'refresh_token');
    return others.length > 0 && tokenIssued(observation)
      ? inconclusive(
          `the client of the role RESTRICTED may use ${grant}: nothing says which of the grants it must not use`,
        )
      : undefined;
  },
  literal: {},
});
