import type { Check } from '../../check.js';
import { headerCheck } from './header-checks.js';

export const requiredHeaderEnforced: Check = headerCheck({
  id: 'required-header-enforced',
  title: 'A request that lacks a required header is refused.',
  requirement: 'CONTRACT-header-required',
  probes: ['missing-header/*'],
  grant: 'other',
});
