import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

/** "all the protocol parameter names and values are case sensitive" (RFC 6749 section 1.8), unless noted otherwise. */
export const clientIdCaseSensitive: Check = refusalCheck({
  id: 'client-id-case-sensitive',
  title: 'A client id in another case identifies no known client.',
  requirements: ['RFC6749-5.2-unknown-client-body'],
  probes: ['credentials/client_id/case'],
  severity: 'warn',
  literal: {},
});
