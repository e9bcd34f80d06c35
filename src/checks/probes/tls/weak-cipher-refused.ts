import type { Check, Severity } from '../../check.js';
import { agreementOn, handshakeRefused, refusals } from './handshake-refused.js';

/** RFC 9325 section 4.1: MUST NOT, or SHOULD NOT. */
const classes: Readonly<Record<string, { readonly title: string; readonly severity: Severity }>> = {
  null: { title: 'a suite without encryption or without authentication', severity: 'fail' },
  rc4: { title: 'RC4', severity: 'fail' },
  export: { title: 'a suite of less than 112 bits', severity: 'fail' },
  '3des': { title: '3DES', severity: 'warn' },
  'static-key-exchange': { title: 'a static key exchange', severity: 'warn' },
};

export const weakCipherRefused: Check = {
  id: 'weak-cipher-refused',
  title: 'Weak cipher suites are not negotiated',
  requirements: ['BCP195-cipher-suites'],
  on: { probes: ['tls/cipher/*'] },
  judge({ observation, probe }) {
    const { title = 'such a suite', severity } = classes[probe.split('/').at(-1) ?? ''] ?? {};
    return handshakeRefused(observation, title, severity);
  },
  examples: {
    conforming: refusals('tls/cipher/rc4'),
    violating: [
      agreementOn('tls/cipher/null', 'TLSv1.2', 'TLS_RSA_WITH_NULL_SHA256', 'fail'),
      agreementOn('tls/cipher/null', 'TLSv1.2', 'TLS_DH_anon_WITH_AES_128_CBC_SHA', 'fail'),
      agreementOn('tls/cipher/rc4', 'TLSv1.2', 'TLS_RSA_WITH_RC4_128_SHA', 'fail'),
      agreementOn('tls/cipher/export', 'TLSv1.2', 'TLS_RSA_EXPORT_WITH_DES40_CBC_SHA', 'fail'),
      agreementOn('tls/cipher/3des', 'TLSv1.2', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'warn'),
      agreementOn('tls/cipher/static-key-exchange', 'TLSv1.2', 'TLS_RSA_WITH_AES_128_CBC_SHA', 'warn'),
    ],
  },
};
