import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const queryRefreshTokenRefused: Check = refusalCheck({
  id: 'query-refresh-token-refused',
  title: 'A refresh token in the query is not accepted.',
  requirements: ['RFC6749-6-refresh-token-not-in-uri'],
  probes: ['query/refresh-token'],
  plainer: () => ['missing/refresh_token'],
  literal: { grant: 'refresh_token' },
});
