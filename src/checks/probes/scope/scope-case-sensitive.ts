import type { Check } from '../../check.js';
import { lookalikeCheck } from './lookalike-scope.js';

export const scopeCaseSensitive: Check = lookalikeCheck({
  id: 'scope-case-sensitive',
  title: 'A known scope in another letter case is another scope.',
  requirement: 'RFC6749-3.3-scope-case-sensitive',
  probe: 'scope/other-case',
  sent: 'READ',
  isTaken: (granted, requested) =>
    requested
      .split(' ')
      .some((one) =>
        [...granted].some((scope) => scope !== one && scope.toLowerCase() === one.toLowerCase()),
      ),
});
