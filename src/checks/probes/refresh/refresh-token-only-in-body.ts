import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const refreshTokenOnlyInBody: Check = refusalCheck({
  id: 'refresh-token-only-in-body',
  title: 'A refresh token in the Authorization header does not stand in for the parameter.',
  requirements: ['RFC6749-6-refresh-token-not-in-uri'],
  probes: ['refresh/in-authorization'],
  plainer: () => ['missing/refresh_token'],
  literal: { grant: 'refresh_token' },
});
