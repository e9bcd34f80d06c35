import type { Check } from '../../check.js';
import { parameter } from '../../examples.js';
import { refusalCheck } from '../refusal-check.js';

export const claimedAddressNotTrusted: Check = refusalCheck({
  id: 'claimed-address-not-trusted',
  title: 'A wrong password is refused wherever the request claims to come from.',
  requirements: ['CONTRACT-ip-header-not-trusted-for-auth'],
  probes: ['credentials/claimed-address/*'],
  literal: {
    probe: 'credentials/claimed-address/Device-Address',
    parameter: parameter('Device-Address', { in: 'header' }),
  },
});
