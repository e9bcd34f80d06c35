import type { Check } from '../../check.js';
import { agreementOn, handshakeRefused, refusals } from './handshake-refused.js';

const old = 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA';

export const oldTlsRefused: Check = {
  id: 'old-tls-refused',
  title: 'TLS 1.1 and older are not negotiated',
  requirements: ['BCP195-tls-versions'],
  on: { probes: ['tls/version/*'] },
  judge: ({ observation, probe }) => handshakeRefused(observation, `TLS ${probe.split('/').at(-1)}`),
  examples: {
    conforming: refusals('tls/version/1.0'),
    violating: [
      agreementOn('tls/version/1.0', 'TLSv1', old),
      agreementOn('tls/version/1.1', 'TLSv1.1', old),
      agreementOn('tls/version/1.0', 'SSLv3', 'TLS_RSA_WITH_RC4_128_SHA'),
    ],
  },
};
