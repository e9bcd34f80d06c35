import type { Check } from '../../check.js';
import { lookalikeCheck } from './lookalike-scope.js';

export const scopeSeparatedBySpaces: Check = lookalikeCheck({
  id: 'scope-separated-by-spaces',
  title: 'Only a space separates scopes: two of them joined by a comma are one that nobody knows.',
  requirement: 'RFC6749-3.3-scope-separator',
  probe: 'scope/comma',
  sent: 'read,write',
  isTaken: (granted, requested) => requested.split(/[ ,]/).every((scope) => granted.has(scope)),
});
