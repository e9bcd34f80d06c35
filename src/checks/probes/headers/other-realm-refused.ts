import { requirementIdOf } from '../../../requirements/catalogue.js';
import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const otherRealmRefused: Check = refusalCheck({
  id: 'other-realm-refused',
  title: 'Credentials do not work under the header value of another realm.',
  requirements: [requirementIdOf('ASVS5-8.4.1', 'any')],
  probes: ['other-header/*', 'unknown-header-value/*'],
  literal: {},
});
