/**
 * Evidence: one exchange as people may see it. Secrets are taken out twice: by their place, whatever their
 * value, and by their value, wherever they stand.
 */
import type { Exchange } from '../verdicts/verdict.js';
import { bodyText, header } from './answer.js';
import { sentCoding, withoutCoding } from './content-coding.js';
import { type CurlOptions, curlCommand } from './curl.js';
import type {
  Field,
  Handshake,
  Observation,
  OldTlsVersion,
  ReceivedResponse,
  SentRequest,
} from './observation.js';
import { printable, type Redactor } from './redaction.js';
import {
  bodyFields,
  embeddedFields,
  formFields,
  looksLikeCode,
  type SecretField,
  type SecretPredicate,
  secretPredicate,
} from './secret-fields.js';
import { secretsOf, socketCommand } from './socket-command.js';

export interface EvidenceOptions {
  readonly id: string;
  readonly scenario: string;
  readonly observation: Observation;
  readonly redactor: Redactor;
  /** Parameters of the contract that hold secrets. */
  readonly secretNames: ReadonlySet<string>;
  /** The environment variable that holds this value of the parameter, where one does. */
  variableOf(parameterName: string, value: string): string | undefined;
}

/** Characters of a body that are shown, and that are redacted before it is cut. */
const shownLength = 4096;
const redactedLength = 16 * shownLength;

/** Characters of a header section that are shown. */
const shownHeaders = 16 * 1024;

interface Censor {
  readonly redactor: Redactor;
  readonly isSecret: SecretPredicate;
}

function safe(text: string, fields: readonly SecretField[], { redactor }: Censor, cut = false): string {
  const places = fields.map(({ name, start, end, value }) => ({
    start,
    end,
    marker: redactor.marker(value, name),
  }));
  return printable(redactor.text(text, { cut, places }));
}

/** The values of a Cookie or Set-Cookie field: what stands between `=` and `;`. */
function cookieValues(text: string, pattern: RegExp, { redactor }: Censor): string {
  const places = [...text.matchAll(pattern)].map(({ 0: whole, 1: value = '', index }) => ({
    start: index + whole.length - value.length,
    end: index + whole.length,
    marker: '‹cookie›',
  }));
  return printable(redactor.text(text, { places }));
}

/** `bytes`: length of the body on the wire. */
function shownBody(text: string, bytes: number, censor: Censor, truncated: boolean): string {
  const cut = text.length > redactedLength;
  const part = cut ? text.slice(0, redactedLength) : text;
  const whole = safe(part, bodyFields(part, censor.isSecret), censor, cut || truncated);
  const shown = whole.slice(0, shownLength);
  if (truncated) return `${shown}\n… cut here: reading stopped after ${bytes} bytes`;
  return cut || shown.length < whole.length ? `${shown}\n… cut here: ${bytes} bytes in all` : shown;
}

function shownHeader([name, value]: Field, censor: Censor): string {
  return `${safe(name, [], censor)}: ${shownHeaderValue(name, value, censor)}`;
}

function shownHeaderValue(name: string, value: string, censor: Censor): string {
  if (value.trim() === '') return printable(value);
  switch (name.toLowerCase()) {
    case 'authorization':
    case 'proxy-authorization': {
      const [, scheme = '', credentials = ''] = /^\s*(\S+)(.*)$/s.exec(value) ?? [];
      // Without a scheme the whole may be a token.
      if (credentials.trim() === '')
        return /^(basic|bearer|digest)$/i.test(scheme) ? printable(value) : '‹credentials›';
      return `${safe(scheme, [], censor)} ‹credentials›`;
    }
    case 'cookie':
      return cookieValues(value, /=([^;]+)/g, censor);
    case 'set-cookie':
      return cookieValues(value, /^[^=;]*=([^;]+)/g, censor);
  }
  if (censor.isSecret(name, value)) return censor.redactor.marker(value, name);
  return safe(value, embeddedFields(value, censor.isSecret), censor);
}

function shownHeaderLines(headers: readonly Field[], censor: Censor): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const field of headers) {
    const line = shownHeader(field, censor);
    length += line.length;
    if (length > shownHeaders) {
      const rest = shownHeaders - (length - line.length);
      return [...lines, line.slice(0, rest), `… cut here: ${headers.length} header lines in all`];
    }
    lines.push(line);
  }
  return lines;
}

function shownTarget(url: string, censor: Censor): string {
  const written = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  const target = written.startsWith('/') ? written : `/${written}`;
  const query = target.indexOf('?') + 1;
  return safe(target, query > 0 ? formFields(target.slice(query), censor.isSecret, query) : [], censor);
}

/** Bytes that were written by hand, as they were: a line ends where a CR LF stands, and anything else is made visible. */
function shownBytes(bytes: Buffer, censor: Censor): string {
  const text = bytes.toString();
  const cut = text.length > redactedLength;
  const part = cut ? text.slice(0, redactedLength) : text;
  const places = secretsOf(part, censor.isSecret).map(({ name, start, end, value }) => ({
    start,
    end,
    marker: name === 'credentials' ? '‹credentials›' : censor.redactor.marker(value, name),
  }));
  const lines = censor.redactor.text(part, { cut, places }).split('\r\n');
  const whole = lines.map((line) => printable(line.replaceAll('\n', '\\n'))).join('\n');
  return cut || whole.length > shownLength
    ? `${whole.slice(0, shownLength)}\n… cut here: ${bytes.length} bytes in all`
    : whole;
}

function requestText(request: SentRequest, censor: Censor): string {
  if (request.bytes) return shownBytes(request.bytes, censor);
  const lines = [`${printable(request.method)} ${shownTarget(request.url, censor)} HTTP/1.1`];
  lines.push(...shownHeaderLines(request.headers, censor));
  if (request.body.length === 0) return lines.join('\n');
  return [...lines, '', ...shownCodedBody(request, censor)].join('\n');
}

/** Bytes that cannot be decoded cannot be searched for secrets. */
const undecoded = (length: number, coding: string): string =>
  `… ${length} bytes with the content coding ${coding}, not shown`;

function shownCodedBody(request: SentRequest, censor: Censor): string[] {
  const { body } = request;
  const coding = sentCoding(request);
  const plain = withoutCoding(coding, body);
  const name = printable(coding ?? '');
  if (plain === undefined) return [undecoded(body.length, name)];
  const shown = shownBody(plain.toString(), plain.length, censor, false);
  return plain === body
    ? [shown]
    : [shown, `… sent as ${body.length} bytes with the content coding ${name}, shown without it`];
}

function responseText(response: ReceivedResponse, censor: Censor): string {
  const { httpVersion, status, statusText, body, truncated } = response;
  // A server that puts what it was sent into the reason keeps it short, and may cut a secret in two.
  const lines = [`HTTP/${httpVersion} ${status} ${safe(statusText, [], censor, true)}`.trimEnd()];
  lines.push(...shownHeaderLines(response.headers, censor));
  if (body.length === 0) return lines.join('\n');
  const text = bodyText(response);
  const coding = printable(header(response, 'Content-Encoding') ?? '');
  if (text === undefined) lines.push('', undecoded(body.length, coding));
  else lines.push('', shownBody(text, body.length, censor, truncated));
  return lines.join('\n');
}

/** What happened on the connection besides the responses; nothing where that is not known. */
function aftermath({ interim = [], excess, connection }: Observation): string[] {
  const told = [
    ...(interim.length > 0 ? [`before it: ${interim.join(', ')}`] : []),
    ...(excess ? ['bytes followed that are no response'] : []),
    ...(connection ? [`the connection was ${connection}`] : []),
  ];
  return told.length > 0 ? [`… ${told.join('; ')}`] : [];
}

/** A command line that fits a terminal, or where else to get the request. */
function commandOf(request: SentRequest, options: CurlOptions, scenario: string): string {
  const elsewhere = (length: string): string =>
    `# ${length}, too long to be shown; npx token-conformance replay ${scenario} sends it again`;
  if (!request.bytes && request.body.length > shownHeaders)
    return elsewhere(`a body of ${request.body.length} bytes`);
  // No variable can stand for what is in there.
  const coding = sentCoding(request);
  if (!request.bytes && withoutCoding(coding, request.body) !== request.body)
    return `# the body has the content coding ${printable(coding ?? '')}; npx token-conformance replay ${scenario} sends it again`;
  const command = request.bytes
    ? socketCommand(request.url, request.bytes, options)
    : curlCommand(request, options);
  return command.length <= shownHeaders ? command : elsewhere(`${command.length} characters`);
}

const versionFlags: Readonly<Record<OldTlsVersion, string>> = {
  TLSv1: '-tls1',
  'TLSv1.1': '-tls1_1',
  'TLSv1.2': '-tls1_2',
};

/** A handshake has no request and no response; what comes nearest to curl for it is the client of OpenSSL. */
function handshakeExchange(
  { id, scenario, observation, redactor }: EvidenceOptions,
  handshake: Handshake,
): Exchange {
  const { tls, failure, milliseconds } = observation;
  const { hostname, port, host } = new URL(observation.request.url);
  const offered = handshake.kind === 'offer' ? handshake : undefined;
  const shown = (text: string): string => printable(redactor.text(text)).slice(0, shownLength);
  const certificate = tls?.certificate;
  const openssl = ['openssl s_client', `-connect ${hostname}:${port || 443}`, `-servername ${hostname}`];
  return {
    id,
    scenario,
    request: [
      `TLS handshake with ${shown(host)}, and nothing after it`,
      ...(offered
        ? [`Version: ${offered.version}`, ...offered.suites.map((suite) => `Suite: ${suite}`)]
        : []),
    ].join('\n'),
    response: tls
      ? [
          `${shown(tls.protocol)} with ${shown(tls.cipher)}`,
          ...(certificate
            ? [
                `Subject: ${shown(certificate.subject)}`,
                `Names: ${shown(certificate.names.join(', '))}`,
                `Issuer: ${shown(certificate.issuer)}`,
                `Valid: ${dateOf(certificate.validFrom)} to ${dateOf(certificate.validTo)}`,
                `Trusted: ${certificate.distrusted === undefined ? 'yes' : `no (${shown(certificate.distrusted)})`}`,
              ]
            : []),
        ].join('\n')
      : `no handshake (${failure?.kind ?? 'other'}): ${shown(failure?.message ?? '')}`,
    curl: [
      ...openssl,
      ...(offered ? [versionFlags[offered.version], `-cipher 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'`] : []),
    ].join(' '),
    milliseconds,
  };
}

const dateOf = (time: number): string =>
  Number.isNaN(time) ? 'unknown' : new Date(time).toISOString().slice(0, 10);

/** The redacted form of one exchange: what reports show and files keep. Every line break in it is ours. */
export function exchangeOf(options: EvidenceOptions): Exchange {
  const { id, scenario, observation, redactor } = options;
  const { request, response, failure, milliseconds } = observation;
  if (request.handshake) return handshakeExchange(options, request.handshake);
  const named = secretPredicate(options.secretNames);
  const sent: Censor = { redactor, isSecret: named };
  const received: Censor = {
    redactor,
    // An authorization code, or the code of an error.
    isSecret: (name, value) => named(name, value) && (name.toLowerCase() !== 'code' || looksLikeCode(value)),
  };
  const command: CurlOptions = {
    isSecret: named,
    marker: (name, value) => redactor.marker(value, name),
    text: (text) => redactor.text(text),
    variableOf: options.variableOf,
  };
  return {
    id,
    scenario,
    request: requestText(request, sent),
    response: response
      ? [response, ...(observation.further ?? [])]
          .map((one) => responseText(one, received))
          .concat(aftermath(observation))
          .join('\n\n')
      : `no response (${failure?.kind ?? 'other'}): ${safe(failure?.message ?? '', [], received)}`,
    curl: commandOf(request, command, scenario),
    milliseconds,
  };
}
