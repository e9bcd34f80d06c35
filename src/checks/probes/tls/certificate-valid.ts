import type { CertificateFacts, Observation } from '../../../http/observation.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { quoted } from '../../quoting.js';

const probe = 'tls/certificate';
const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** What is wrong with it, each in a few words; the chain is not to blame for what the dates explain. */
function defects({ names, subject, issuer, ...facts }: CertificateFacts, now: number): string[] {
  const found: string[] = [];
  if (facts.validTo < now) found.push(`it expired on ${day(facts.validTo)}`);
  if (facts.validFrom > now) found.push(`it is not valid before ${day(facts.validFrom)}`);
  const explained = found.length > 0 && /EXPIRED|NOT_YET_VALID/.test(facts.distrusted ?? '');
  if (facts.distrusted !== undefined && !explained)
    found.push(`its issuer ${quoted(issuer)} is not trusted (${facts.distrusted})`);
  if (!facts.namesHost)
    found.push(`it is for ${names.length > 0 ? names.slice(0, 5).map(quoted).join(', ') : quoted(subject)}`);
  return found;
}

const good: CertificateFacts = {
  subject: 'CN=server.example',
  issuer: 'CN=Example CA',
  names: ['server.example'],
  validFrom: Date.UTC(2026, 7, 1),
  validTo: Date.UTC(2026, 9, 30),
  namesHost: true,
  distrusted: undefined,
};

const shown = (change: Partial<CertificateFacts>): Observation => ({
  ...observation(),
  response: undefined,
  tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', certificate: { ...good, ...change } },
});

export const certificateValid: Check = {
  id: 'certificate-valid',
  title: 'The certificate is valid now, for this host, and issued by a trusted authority',
  requirements: ['RFC6749-10.9-valid-certificate'],
  on: { probes: [probe] },
  judge({ observation: { tls, failure, startedAt, request } }) {
    if (!tls) return inconclusive(failure?.message ?? 'no handshake came about');
    const host = new URL(request.url).hostname;
    if (!tls.certificate) return violation(`a certificate for ${host}`, 'the server shows no certificate');
    const found = defects(tls.certificate, startedAt);
    return found.length === 0
      ? pass
      : violation(`a certificate that is valid for ${host} and trusted`, found.join('; '));
  },
  examples: {
    conforming: [
      example('valid', shown({}), { probe }),
      example('a wildcard', shown({ names: ['*.example'] }), { probe }),
    ],
    violating: [
      example('expired', shown({ validTo: Date.UTC(2026, 8, 1), distrusted: 'CERT_HAS_EXPIRED' }), { probe }),
      example('not valid yet', shown({ validFrom: Date.UTC(2026, 9, 1), distrusted: 'CERT_NOT_YET_VALID' }), {
        probe,
      }),
      example('another host', shown({ names: ['other.example'], namesHost: false }), { probe }),
      example('self-signed', shown({ distrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), { probe }),
      example(
        'an intermediate certificate is missing or has expired',
        shown({ distrusted: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
        { probe },
      ),
    ],
  },
};
