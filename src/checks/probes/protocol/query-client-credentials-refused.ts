import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const queryClientCredentialsRefused: Check = refusalCheck({
  id: 'query-client-credentials-refused',
  title: 'Client credentials in the query do not authenticate the client.',
  requirements: ['RFC6749-2.3.1-no-credentials-in-uri'],
  probes: ['query/client-credentials'],
  plainer: () => ['missing/client-identification'],
  literal: {},
});
