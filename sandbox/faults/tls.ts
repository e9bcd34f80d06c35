/** Servers whose https is not worth the letter. */
import type { Policy } from '../policy.js';
import { type Fault, inArea } from './fault.js';

const run = { tls: true } as const;

const bent = (change: Partial<Policy>) => (): Partial<Policy> => change;

const withCiphers =
  (more: string) =>
  (policy: Policy): Partial<Policy> => ({
    tlsCiphers: () => `${more}:${policy.tlsCiphers()}:@SECLEVEL=0`,
  });

export const tlsFaults: readonly Fault[] = inArea('tls', [
  {
    id: 'certificate-expired',
    breaks: ['RFC6749-10.9-valid-certificate'],
    sentence: 'The certificate expired yesterday.',
    run,
    bend: bent({ certificateDays: () => ({ from: -30, to: -1 }) }),
  },
  {
    id: 'certificate-not-yet-valid',
    breaks: ['RFC6749-10.9-valid-certificate'],
    sentence: 'The certificate is not valid before next week.',
    run,
    bend: bent({ certificateDays: () => ({ from: 7, to: 30 }) }),
  },
  {
    id: 'certificate-for-another-host',
    breaks: ['RFC6749-10.9-valid-certificate'],
    sentence: 'The certificate names another host.',
    run,
    bend: bent({ certificateNames: () => ['www.sandbox.test'] }),
  },
  {
    id: 'certificate-of-unknown-authority',
    breaks: ['RFC6749-10.9-valid-certificate'],
    sentence: 'The certificate is of an authority that nobody trusts.',
    run,
    bend: bent({ certificateIssuer: () => 'another' }),
  },
  {
    id: 'tls-1-0-negotiated',
    breaks: ['BCP195-tls-versions'],
    sentence: 'TLS 1.0 is negotiated with old clients.',
    run,
    bend: (policy) => ({
      ...withCiphers('ECDHE+AES')(policy),
      tlsVersions: () => ({ oldest: 'TLSv1', newest: 'TLSv1.3' }),
    }),
  },
  {
    id: 'tls-1-1-negotiated',
    breaks: ['BCP195-tls-versions'],
    sentence: 'TLS 1.1 is negotiated, though not TLS 1.0.',
    run,
    bend: (policy) => ({
      ...withCiphers('ECDHE+AES')(policy),
      tlsVersions: () => ({ oldest: 'TLSv1.1', newest: 'TLSv1.2' }),
    }),
  },
  {
    id: 'null-cipher-negotiated',
    breaks: ['BCP195-cipher-suites'],
    sentence: 'Cipher suites without encryption are negotiated.',
    run,
    bend: withCiphers('ECDHE-ECDSA-NULL-SHA'),
  },
  {
    id: 'anonymous-cipher-negotiated',
    breaks: ['BCP195-cipher-suites'],
    sentence: 'Cipher suites without a certificate are negotiated.',
    run,
    bend: withCiphers('AECDH-AES128-SHA'),
  },
  {
    id: 'static-rsa-negotiated',
    breaks: ['BCP195-cipher-suites'],
    sentence: 'Cipher suites with a static RSA key exchange are negotiated.',
    run,
    bend: (policy) => ({ ...withCiphers('AES128-GCM-SHA256')(policy), certificateKey: () => 'rsa' }),
  },
  {
    id: 'plain-http-served',
    breaks: ['RFC6749-10.9-tls-required'],
    sentence: 'The token endpoint answers without TLS as well.',
    run,
    bend: bent({ answerWithoutTls: () => 'served' }),
  },
  {
    id: 'plain-http-redirected',
    breaks: ['ASVS5-4.1.2-no-transparent-redirect'],
    sentence: 'A request without TLS is redirected to https, credentials and all.',
    run,
    bend: bent({
      answerWithoutTls: (url) => ({ status: 308, headers: [['Location', url]], body: '' }),
    }),
  },
  {
    id: 'hsts-absent',
    breaks: ['ASVS5-3.4.1-hsts'],
    sentence: 'Strict-Transport-Security is not sent.',
    run,
    bend: bent({ strictTransportSecurity: () => [] }),
  },
  {
    id: 'hsts-for-an-hour',
    breaks: ['ASVS5-3.4.1-hsts'],
    sentence: 'Strict-Transport-Security is for an hour only.',
    run,
    bend: bent({ strictTransportSecurity: () => [['Strict-Transport-Security', 'max-age=3600']] }),
  },
]);
