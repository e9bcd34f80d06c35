import type { Check } from '../../check.js';
import { headerCheck } from './header-checks.js';

export const emptyHeaderRefused: Check = headerCheck({
  id: 'empty-header-refused',
  title: 'A required header without a value counts as missing.',
  requirement: 'CONTRACT-header-empty',
  probes: ['empty-header/*', 'blank-header/*'],
  grant: 'other',
});
