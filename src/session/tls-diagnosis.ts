/** Why no secure connection came about, or why the answer came from somebody before the target. */
import { isIP } from 'node:net';
import { bodyText } from '../http/answer.js';
import { type ConnectionOptions, proxyFor, proxyName } from '../http/connection-options.js';
import type { CertificateFacts, Observation, TransportFailure } from '../http/observation.js';

export interface TlsAttempt {
  /** URL that was used, without query. */
  readonly url: string;
  readonly observation: Observation;
  /** A handshake with the same host and port that was not broken off for a bad certificate. */
  readonly inspection: Observation | undefined;
  readonly connection: ConnectionOptions;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Explanation {
  readonly likely: string;
  readonly change: string;
}

const day = (time: number): string =>
  Number.isNaN(time) ? 'an unknown day' : new Date(time).toISOString().slice(0, 10);

const authorityFile = 'TOKEN_CA=/path/to/authority.pem, or --ca';

const asOperator = 'Ask the operator of the target';

/** A name that can stand in a URL. */
const usable = (name: string): boolean => /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(name) && isIP(name) === 0;

function withHost(url: string, name: string, path: string): string {
  const { port } = new URL(url);
  return `https://${name}${port === '' ? '' : `:${port}`}${path}`;
}

function ofCertificate(
  certificate: CertificateFacts,
  { url, connection, now }: TlsAttempt,
): Explanation | undefined {
  const { hostname } = new URL(url);
  const { subject, issuer, names, validFrom, validTo, namesHost, distrusted } = certificate;
  if (validTo < now || distrusted === 'CERT_HAS_EXPIRED')
    return {
      likely:
        validTo < now
          ? `The certificate of ${hostname} expired on ${day(validTo)}; here it is ${day(now)}.`
          : `A certificate between that of ${hostname} and its authority has expired.`,
      change: `${asOperator} to renew it. If the date here is wrong: the clock of this machine.`,
    };
  if (validFrom > now)
    return {
      likely: `The certificate of ${hostname} is not valid before ${day(validFrom)}; here it is ${day(now)}.`,
      change: `The clock of this machine, if it is wrong; else ask the operator of the target.`,
    };
  if (distrusted !== undefined) {
    const chain = /UNABLE_TO/.test(distrusted)
      ? ' Or the target does not send a certificate in between, which is for its operator to mend.'
      : '';
    const other = connection.ca === undefined ? '' : ' The file of TOKEN_CA holds another one.';
    return {
      likely: `The certificate of ${hostname} is issued by "${issuer}", an authority that is not known here.${other}`,
      change: `${authorityFile}: the certificate of that authority.${chain}`,
    };
  }
  if (!namesHost) {
    const known = names.length > 0 ? names.slice(0, 5).join(', ') : subject;
    const name = names.find(usable);
    return {
      likely: `The certificate is for ${known}, and not for ${hostname}: another host is meant, or another one answers.`,
      change:
        name === undefined
          ? 'The host in TOKEN_BASE_URL.'
          : `The host in TOKEN_BASE_URL, perhaps ${withHost(url, name, '')}`,
    };
  }
  return undefined;
}

function ofClientCertificate({ connection }: TlsAttempt): Explanation {
  return connection.clientCertificate === undefined
    ? {
        likely: 'The target demands a client certificate (mutual TLS), and none is set.',
        change:
          'TOKEN_CLIENT_CERT and TOKEN_CLIENT_KEY: the certificate that the operator has given you, and its key.',
      }
    : {
        likely: 'The target does not accept the client certificate that is set.',
        change:
          'TOKEN_CLIENT_CERT and TOKEN_CLIENT_KEY: another certificate, or ask the operator of the target.',
      };
}

/** Alerts by which a server says that it is our certificate that it misses or refuses (RFC 8446 section 6.2). */
const clientCertificateAlert =
  /ALERT_(CERTIFICATE_REQUIRED|NO_CERTIFICATE|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)/;

function ofTlsCode(code: string, attempt: TlsAttempt): Explanation | undefined {
  const { host } = new URL(attempt.url);
  if (clientCertificateAlert.test(code)) return ofClientCertificate(attempt);
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code))
    return {
      likely: `${host} speaks no version of TLS that is used today: only ones older than 1.2, which nobody may use any more (RFC 8996).`,
      change: `${asOperator} to switch on TLS 1.2 or 1.3.`,
    };
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_TOO_SMALL/.test(code))
    return {
      likely: `What listens at ${host} does not speak TLS: plain http, probably.`,
      change: 'TOKEN_BASE_URL: the port of https, or http:// where that is meant.',
    };
  if (/HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY/.test(code))
    return {
      likely: `${host} refuses the handshake: it shares no cipher suite with this machine, or it demands a client certificate.`,
      change: `TOKEN_CLIENT_CERT and TOKEN_CLIENT_KEY where the operator has given you a certificate; else ask the operator.`,
    };
  return undefined;
}

function ofProxy({ code }: TransportFailure, { url, connection }: TlsAttempt): Explanation {
  const { hostname, port, protocol, host } = new URL(url);
  const secure = protocol === 'https:';
  const proxy = proxyFor({ secure, hostname, port: Number(port || (secure ? 443 : 80)) }, connection.proxies);
  const variable = secure ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const name = proxy ? proxyName(proxy) : 'of the environment';
  if (code === '407')
    return {
      likely: `The proxy ${name} demands a login${proxy?.username ? ', and does not accept the one that is set' : ''}.`,
      change: `${variable}=http://user:password@${name} (special characters percent-encoded).`,
    };
  if (code !== undefined)
    return {
      likely: `The proxy ${name} does not lead to ${host}: it forbids it, or does not reach it.`,
      change: `Ask the operator of the proxy; NO_PROXY=${hostname} for a target that is reached directly.`,
    };
  return {
    likely: `The proxy ${name}, which the environment names, cannot be reached.`,
    change: `${variable}, or NO_PROXY=${hostname} for a target that is reached directly.`,
  };
}

/** nginx answers so, with a status of its own or in words. */
function missesClientCertificate({ response }: Observation): boolean {
  if (!response) return false;
  if (response.status === 495 || response.status === 496) return true;
  const text = response.status === 400 || response.status === 403 ? (bodyText(response) ?? '') : '';
  return /No required SSL certificate was sent|SSL certificate error/i.test(text);
}

/** True where a look at the handshake may explain more. */
export function isWorthInspecting(url: string, { response, failure }: Observation): boolean {
  if (/^https:/i.test(url)) return failure?.kind === 'tls';
  return response ? response.status === 400 : failure?.kind === 'reset' || failure?.kind === 'malformed';
}

/** `undefined`: it is not the way to the target that failed. */
export function explainConnection(attempt: TlsAttempt): Explanation | undefined {
  const { url, observation, inspection, connection } = attempt;
  const { response, failure } = observation;
  if (failure?.kind === 'proxy') return ofProxy(failure, attempt);
  if (response?.status === 407) return ofProxy({ kind: 'proxy', message: '', code: '407' }, attempt);
  if (response && [502, 504].includes(response.status) && connection.proxies?.http && /^http:/i.test(url))
    return ofProxy({ kind: 'proxy', message: '', code: String(response.status) }, attempt);
  if (missesClientCertificate(observation)) return ofClientCertificate(attempt);
  if (/^http:/i.test(url))
    return inspection?.tls
      ? {
          likely: `https is spoken at ${new URL(url).host}, and http was sent there.`,
          change: `TOKEN_BASE_URL with https:// in place of http://`,
        }
      : undefined;
  // A server may look at the certificate after the handshake, and hang up without a word.
  if (failure?.kind === 'reset' && observation.tls && connection.clientCertificate)
    return ofClientCertificate(attempt);
  if (failure?.kind !== 'tls') return undefined;
  const certificate = inspection?.tls?.certificate;
  return (
    (certificate && ofCertificate(certificate, attempt)) ??
    ofTlsCode(failure.code ?? '', attempt) ??
    ofTlsCode(inspection?.failure?.code ?? '', attempt)
  );
}
