import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const sameMeaningGranted: Check = grantCheck({
  id: 'same-meaning-granted',
  title:
    'The valid request is granted however it is written: encoded otherwise, in another order, with parameters and headers that nobody knows.',
  requirements: [
    'RFC6749-B-percent-encoding-equivalence',
    'RFC6749-3.2-unrecognised-param-ignored',
    'RFC9110-5.1-unrecognised-header-ignored',
    'RFC6749-B-plus-equals-percent20',
  ],
  probes: ['fuzz/oauth/same-meaning', 'fuzz/http/same-meaning'],
  literal: {},
});
