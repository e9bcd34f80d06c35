import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const queryParametersIgnored: Check = refusalCheck({
  id: 'query-parameters-ignored',
  title: 'Grant parameters are taken from the body only, never from the query.',
  requirements: ['RFC6749-3.2-user-credentials-not-in-uri'],
  probes: ['query/all', 'query/user-credentials'],
  // The body has neither of them.
  plainer: (probe) => (probe === 'query/all' ? ['body/empty'] : ['missing/username', 'missing/password']),
  literal: {},
});
