/** Differences in how the server is reached by https. */
import type { IncomingRequest, OutgoingResponse } from '../model.js';
import type { Variation } from './variation.js';

const run = { tls: true } as const;

const page = (status: number, text: string): OutgoingResponse => ({
  status,
  headers: [['Content-Type', 'text/html']],
  body: `<html><body>${text}</body></html>`,
});

const withoutTls = (answer: (url: string, request: IncomingRequest) => OutgoingResponse) => () => ({
  answerWithoutTls: answer,
});

export const tlsVariations: readonly Variation[] = [
  {
    id: 'tls-1-3-only',
    sentence: 'Nothing but TLS 1.3 is spoken.',
    allowedBy: 'RFC 9325 section 3.1.1: "Implementations SHOULD support TLS 1.3"',
    run,
    bend: () => ({ tlsVersions: () => ({ oldest: 'TLSv1.3', newest: 'TLSv1.3' }) }),
  },
  {
    id: 'tls-1-2-only',
    sentence: 'TLS 1.3 is not spoken yet.',
    allowedBy: 'RFC 9325 section 3.1.1: "Implementations MUST support TLS 1.2"',
    run,
    bend: () => ({ tlsVersions: () => ({ oldest: 'TLSv1.2', newest: 'TLSv1.2' }) }),
  },
  {
    id: 'certificate-rsa',
    sentence: 'The key of the certificate is an RSA key.',
    allowedBy: 'RFC 9325 section 4.2: RSA and ECDSA certificates alike',
    run,
    bend: () => ({ certificateKey: () => 'rsa' }),
  },
  {
    id: 'certificate-wildcard',
    sentence: 'The certificate has a wildcard among its names.',
    allowedBy: 'RFC 9525 section 6.3: a wildcard is the complete left-most label',
    run,
    bend: (policy) => ({
      certificateNames: (host) => ['*.sandbox.test', ...policy.certificateNames(host)],
    }),
  },
  {
    id: 'plain-http-answered-by-a-page',
    sentence: 'A request without TLS is answered by a page of the web server.',
    allowedBy: 'RFC 6749 section 10.9 demands TLS and says nothing of how its absence is answered',
    run,
    bend: withoutTls(() => page(400, 'The plain HTTP request was sent to HTTPS port')),
  },
  {
    id: 'plain-http-refused-as-oauth-does',
    sentence: 'A request without TLS is refused with an error of OAuth that names the reason.',
    allowedBy: 'RFC 6749 section 5.2: "The request … is otherwise malformed"',
    run,
    bend: withoutTls(() => ({
      status: 400,
      headers: [['Content-Type', 'application/json']],
      body: '{"error":"invalid_request","error_description":"HTTPS is required"}',
    })),
  },
  {
    id: 'plain-http-get-redirected',
    sentence: 'Only GET is redirected from http to https; a POST is refused.',
    allowedBy: 'ASVS 5.0 section 4.1.2: only user-facing endpoints redirect',
    run,
    bend: withoutTls((url, { method }) =>
      method === 'GET' ? { status: 301, headers: [['Location', url]], body: '' } : page(403, 'https only'),
    ),
  },
  {
    id: 'hsts-for-a-year',
    sentence: 'Strict-Transport-Security is for a year, and for this host alone.',
    allowedBy: 'RFC 6797 section 6.1.2: includeSubDomains is optional; ASVS 5.0 section 3.4.1: one year',
    run,
    bend: () => ({ strictTransportSecurity: () => [['Strict-Transport-Security', 'max-age=31536000']] }),
  },
];
