import type { Check } from '../../check.js';
import { codeCheck } from '../code-check.js';

export const clientAssertionRefused: Check = codeCheck({
  id: 'client-assertion-refused',
  title: 'A client assertion of unknown type or without meaning does not authenticate the client.',
  requirements: ['RFC7521-4.2-unknown-assertion-type'],
  probes: ['credentials/client_assertion/*'],
  codes: ['invalid_client'],
  tolerated: { invalid_request: 'warn' },
  literal: { probe: 'credentials/client_assertion/unknown-type' },
});
