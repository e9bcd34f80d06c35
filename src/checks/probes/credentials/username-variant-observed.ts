import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

/** No standard says how user names are compared: what a server makes of a variant is reported, not judged. */
export const usernameVariantObserved: Check = refusalCheck({
  id: 'username-variant-observed',
  title: 'A user name in another case, width or spelling names no known user.',
  requirements: ['RFC6749-5.2-unknown-user-invalid-grant'],
  probes: [
    'credentials/username/case',
    'credentials/username/padded',
    'credentials/username/full-width',
    'credentials/username/dotted',
    'credentials/username/tagged',
  ],
  severity: 'info',
  literal: { grant: 'password' },
});
