/**
 * Evidence: one exchange as people may see it. Secrets are taken out twice: by their place, whatever their
 * value, and by their value, wherever they stand.
 */
import type { Exchange } from '../verdicts/verdict.js';
import { readJson } from './answer.js';
import type { Field, Observation, ReceivedResponse, SentRequest } from './observation.js';
import { isSecretName, printable, type Redactor } from './redaction.js';

export interface EvidenceOptions {
  readonly id: string;
  readonly scenario: string;
  readonly observation: Observation;
  readonly redactor: Redactor;
  /** Parameters of the contract that hold secrets. */
  readonly secretNames: ReadonlySet<string>;
  /** The environment variable that holds this value of the parameter, where one does. */
  variableOf(name: string, value: string): string | undefined;
}

/** Characters of a body that are shown. */
const shownLength = 4096;

const framing = /^(host|content-length|connection)$/i;

interface Places {
  isSecret(name: string): boolean;
  text(value: string): string;
}

function placesOf({ redactor, secretNames }: EvidenceOptions): Places {
  return {
    isSecret: (name) => secretNames.has(name) || isSecretName(name),
    text: (value) => printable(redactor.text(value)),
  };
}

/** `application/x-www-form-urlencoded` text, field by field, as it was written. */
function formText(text: string, { isSecret, text: redacted }: Places): string {
  return text
    .split('&')
    .map((field) => {
      const at = field.indexOf('=');
      const name = [...new URLSearchParams(field).keys()][0] ?? '';
      return at < 0 || at === field.length - 1 || !isSecret(name)
        ? redacted(field)
        : `${redacted(field.slice(0, at))}=‹${printable(name)}›`;
    })
    .join('&');
}

/** Members, elements and parts of other formats that are named like secrets. */
function namedText(text: string, { isSecret, text: redacted }: Places): string {
  const withoutNamed = text
    .replace(/"([^"\\]{1,64})"(\s*:\s*)"((?:[^"\\]|\\.)+)"/g, (whole, name: string, colon: string) =>
      isSecret(name) ? `"${name}"${colon}"‹${name}›"` : whole,
    )
    .replace(/(\bname="([^"]{1,64})"\r?\n\r?\n)([^\r\n]+)/g, (whole, head: string, name: string) =>
      isSecret(name) ? `${head}‹${name}›` : whole,
    )
    .replace(/<([\w-]{1,64})>([^<]+)<\//g, (whole, name: string) =>
      isSecret(name) ? `<${name}>‹${name}›</` : whole,
    );
  return withoutNamed.split('\n').map(redacted).join('\n').replaceAll('\\u000d\n', '\n');
}

function looksLikeForm(text: string): boolean {
  return /^[^\s{[<"]*$/.test(text) && text.includes('=');
}

function bodyText(text: string, total: number, places: Places): string {
  const cut = text.slice(0, shownLength);
  const shown = looksLikeForm(cut) ? formText(cut, places) : namedText(cut, places);
  return total > shownLength ? `${shown}\n… ${total} bytes in all` : shown;
}

function headerText([name, value]: Field, places: Places): string {
  if (/^(proxy-)?authorization$/i.test(name)) {
    const [, scheme, credentials] = /^(\S*)(.*)$/.exec(value) ?? [];
    return `${places.text(name)}: ${places.text(scheme ?? '')}${credentials?.trim() ? ' ‹credentials›' : ''}`;
  }
  if (/^cookie$/i.test(name)) return `${name}: ‹cookie›`;
  if (/^set-cookie$/i.test(name))
    return `${name}: ${places.text(value.replace(/^([^=;]*)=[^;]*/, '$1=‹cookie›'))}`;
  const secretQuery = value.replace(
    /([?&#;]([\w-]+)=)([^&#;\s"]+)/g,
    (whole, head: string, parameter: string) =>
      places.isSecret(parameter) ? `${head}‹${parameter}›` : whole,
  );
  return `${places.text(name)}: ${places.text(secretQuery)}`;
}

function urlText(url: string, places: Places): string {
  const at = url.indexOf('?');
  return at < 0
    ? places.text(url)
    : `${places.text(url.slice(0, at))}?${formText(url.slice(at + 1), places)}`;
}

function requestText(request: SentRequest, places: Places): string {
  const target = request.url.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
  const lines = [`${request.method} ${urlText(target, places)} HTTP/1.1`];
  for (const field of request.headers) lines.push(headerText(field, places));
  const body = request.body.toString();
  return [...lines, '', bodyText(body, request.body.length, places)].join('\n').trimEnd();
}

function responseText(response: ReceivedResponse, places: Places): string {
  const lines = [
    `HTTP/${response.httpVersion} ${response.status} ${places.text(response.statusText)}`.trimEnd(),
  ];
  for (const field of response.headers) lines.push(headerText(field, places));
  const { text } = readJson(response);
  const cut = response.truncated ? '\n… the response was longer than is read' : '';
  return [...lines, '', bodyText(text, response.body.length, places) + cut].join('\n').trimEnd();
}

/** For a POSIX shell: inside single quotes nothing has a meaning but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `name=value` for a shell, with a variable in place of a secret. */
function shellField(name: string, value: string, places: Places, { variableOf }: EvidenceOptions): string {
  if (!places.isSecret(name)) return quoted(`${places.text(name)}=${places.text(value)}`);
  const variable = variableOf(name, value);
  if (variable !== undefined) return `${quoted(`${places.text(name)}=`)}"$${variable}"`;
  return quoted(`${places.text(name)}=${value === '' ? '' : `‹${printable(name)}›`}`);
}

function curlHeader([name, value]: Field, places: Places, options: EvidenceOptions): string {
  const basic = /^Basic (\S+)$/i.exec(value)?.[1];
  if (/^authorization$/i.test(name) && basic !== undefined) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
    const plain = (part: string) => new URLSearchParams(`x=${part}`).get('x') ?? '';
    const variables = [
      options.variableOf('client_id', plain(id)),
      options.variableOf('client_secret', plain(secret)),
    ];
    if (variables.every((variable) => variable !== undefined)) return `-u "$${variables.join(':$')}"`;
  }
  if (value === '') return `-H ${quoted(`${places.text(name)};`)}`;
  return `-H ${quoted(headerText([name, value], places))}`;
}

/** A command line that sends the request again once the variables it names are set. */
function curl(request: SentRequest, places: Places, options: EvidenceOptions): string {
  const words = ['curl -i'];
  const body = request.body.toString();
  const sendsForm =
    looksLikeForm(body) &&
    request.headers.some(
      ([name, value]) =>
        /^content-type$/i.test(name) && /^application\/x-www-form-urlencoded\s*($|;)/i.test(value),
    );
  if (request.method === 'HEAD') words[0] = 'curl -I';
  else if (request.method !== (body === '' ? 'GET' : 'POST'))
    words.push(`-X ${quoted(places.text(request.method))}`);
  for (const field of request.headers)
    if (!framing.test(field[0])) words.push(curlHeader(field, places, options));
  if (!request.headers.some(([name]) => /^content-type$/i.test(name)) && body !== '')
    words.push("-H 'Content-Type:'");
  if (!request.headers.some(([name]) => /^accept$/i.test(name))) words.push("-H 'Accept:'");
  const fields = new URLSearchParams(body);
  if (sendsForm && fields.toString() === body)
    for (const [name, value] of fields)
      words.push(`--data-urlencode ${shellField(name, value, places, options)}`);
  else if (body !== '') words.push(`--data-raw ${quoted(bodyText(body, request.body.length, places))}`);
  words.push(quoted(urlText(request.url, places)));
  return words.join(' ');
}

/** The redacted form of one exchange: what reports show and files keep. */
export function exchangeOf(options: EvidenceOptions): Exchange {
  const { id, scenario, observation } = options;
  const places = placesOf(options);
  const { request, response, failure, milliseconds } = observation;
  return {
    id,
    scenario,
    request: requestText(request, places),
    response: response ? responseText(response, places) : places.text(failure?.message ?? 'no response'),
    curl: curl(request, places, options),
    milliseconds,
  };
}
