import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const otherRealmRefused: Check = refusalCheck({
  id: 'other-realm-refused',
  title: 'Credentials do not work under the header value of another realm.',
  requirements: ['ASVS5-8.4.1-tenant-isolation'],
  probes: ['other-header/*', 'unknown-header-value/*'],
  literal: {},
});
