import type { Check } from '../../check.js';
import { headerCheck } from './header-checks.js';

// A value that nobody checks is harmless only where the schema is a bare string; then this probe is not sent.
export const malformedHeaderRefused: Check = headerCheck({
  id: 'malformed-header-refused',
  title: 'A header that violates its schema is refused.',
  requirement: 'CONTRACT-header-malformed',
  probes: ['malformed-header/*'],
  grant: 'any',
});
