/**
 * A request as a command line for bash and curl (7.55 or later). A person who has set the environment of the run
 * can send the same request again; one who reads it learns no secret.
 */
import type { Field, SentRequest } from './observation.js';
import { printable } from './printable.js';
import { bodyFields, decodeFormPart, formFields, type SecretField } from './secret-fields.js';

export interface CurlOptions {
  isSecret(name: string, value: string): boolean;
  /** What stands in place of a secret that no variable holds. */
  marker(name: string, value: string): string;
  /** The text without the secrets in it. */
  text(text: string): string;
  variableOf(parameterName: string, value: string): string | undefined;
}

/** Parts of one shell word: literal text, or a variable that the shell puts in. */
export type Part = string | Buffer | { readonly variable: string };

/** Within single quotes nothing has a meaning but the quote itself. */
function quotedText(text: string): string {
  return printable(text) === text ? `'${text.replaceAll("'", `'\\''`)}'` : quotedBytes(Buffer.from(text));
}

/** ANSI-C quoting: for what could act upon a terminal, or is not text. */
function quotedBytes(bytes: Buffer): string {
  return `$'${[...bytes]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x27 || byte === 0x5c
        ? `\\x${byte.toString(16).padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('')}'`;
}

export function word(...parts: readonly Part[]): string {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined
    .map((part) => {
      if (typeof part === 'string') return quotedText(part);
      return Buffer.isBuffer(part) ? quotedBytes(part) : `"$${part.variable}"`;
    })
    .join('');
}

/** A name that is not one would end up in the shell as code. */
function variable(name: string, value: string, { variableOf }: CurlOptions): Part | undefined {
  const found = variableOf(name, value);
  return found !== undefined && /^[A-Za-z_]\w*$/.test(found) ? { variable: found } : undefined;
}

/** Bytes that are not UTF-8 stay bytes. */
function literal(bytes: Buffer, { text }: CurlOptions): Part {
  const whole = bytes.toString();
  const shown = text(whole);
  return shown === whole && !Buffer.from(whole).equals(bytes) ? bytes : shown;
}

function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

/** Text with variables or markers in place of its secrets. A variable fits only where the value stands as it is. */
export function partsOf(text: string, fields: readonly SecretField[], options: CurlOptions): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { name, start, end, value } of fields) {
    parts.push(options.text(text.slice(at, start)));
    const inserted = text.slice(start, end) === value ? variable(name, value, options) : undefined;
    parts.push(inserted ?? options.marker(name, value));
    at = end;
  }
  return [...parts, options.text(text.slice(at))];
}

/** One field of a form: curl encodes it where that gives the same field, else it is sent as it was written. */
function formWord(raw: Buffer, options: CurlOptions): string {
  const text = raw.toString();
  const equals = text.indexOf('=');
  const [name, encoded] = [text.slice(0, equals), text.slice(equals + 1)];
  const value = decodeFormPart(encoded);
  const secret = value !== '' && options.isSecret(decodeFormPart(name), value);
  const faithful = equals > 0 && formEncoded(value) === encoded && !value.includes('\0');
  const shownName = options.text(name);
  if (faithful && secret) {
    const inserted = variable(decodeFormPart(name), value, options);
    return `--data-urlencode ${word(`${shownName}=`, inserted ?? options.marker(decodeFormPart(name), value))}`;
  }
  if (faithful) return `--data-urlencode ${word(`${shownName}=${options.text(value)}`)}`;
  if (secret) return `--data-raw ${word(`${shownName}=${options.marker(decodeFormPart(name), value)}`)}`;
  return `--data-raw ${word(literal(raw, options)) || "''"}`;
}

function split(bytes: Buffer, separator: string): Buffer[] {
  return bytes
    .toString('latin1')
    .split(separator)
    .map((part) => Buffer.from(part, 'latin1'));
}

/** `printf` makes what no argument can hold: bytes with NUL among them. */
function printed(bytes: Buffer): string {
  const escaped = [...bytes]
    .map((byte) =>
      /[\w.=&-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `\\${byte.toString(8).padStart(3, '0')}`,
    )
    .join('');
  return `--data-binary @<(printf '${escaped}')`;
}

function bodyWords(body: Buffer, options: CurlOptions): string[] {
  const text = body.toString();
  const fields = bodyFields(text, options.isSecret);
  if (body.includes(0)) {
    const parts = partsOf(text, fields, { ...options, variableOf: () => undefined }).join('');
    return [printed(parts === text ? body : Buffer.from(parts))];
  }
  if (/^[^\s"<{[]*=/.test(text)) return split(body, '&').map((field) => formWord(field, options));
  if (fields.length > 0) return [`--data-raw ${word(...partsOf(text, fields, options))}`];
  return [`--data-raw ${word(literal(body, options)) || "''"}`];
}

/** What curl sends of itself is taken away where the request did not have it. */
const curlDefaults = ['Accept', 'User-Agent'];

function has(headers: readonly Field[], name: string): boolean {
  return headers.some(([given]) => given.toLowerCase() === name.toLowerCase());
}

function authorizationWord(name: string, value: string, options: CurlOptions): string {
  const [, scheme = '', credentials = ''] = /^(\S+) (.*)$/s.exec(value) ?? [];
  const decoded = Buffer.from(credentials, 'base64').toString();
  const at = decoded.indexOf(':');
  const [id, secret] = [decoded.slice(0, at), decoded.slice(at + 1)];
  const plain = (part: string) => formEncoded(part) === part;
  // `-u` encodes as base64 only, so a variable fits where form-encoding (RFC 6749 section 2.3.1) changes nothing.
  if (
    scheme === 'Basic' &&
    at >= 0 &&
    plain(secret) &&
    Buffer.from(decoded).toString('base64') === credentials
  ) {
    const inserted = variable('client_secret', secret, options);
    const client = plain(id) ? variable('client_id', id, options) : undefined;
    if (inserted) return `-u ${word(client ?? options.text(id), ':', inserted)}`;
  }
  if (value.trim() === '') return `-H ${word(`${name};`)}`;
  const shown = credentials.trim() === '' && /^(basic|bearer|digest)\s*$/i.test(value) ? value : undefined;
  return `-H ${word(`${name}: ${shown ?? `${options.text(scheme)} ‹credentials›`.trim()}`)}`;
}

function headerWord([name, value]: Field, options: CurlOptions): string {
  const shown = options.text(name);
  if (/^(proxy-)?authorization$/i.test(name)) return authorizationWord(shown, value, options);
  // `Name:` would take the header away, `Name;` sends it without a value.
  if (value.trim() === '') return `-H ${word(`${shown};`)}`;
  if (/^cookie$/i.test(name))
    return `-H ${word(`${shown}: ${options.text(value.replace(/=[^;]+/g, '=‹cookie›'))}`)}`;
  if (options.isSecret(name, value))
    return `-H ${word(`${shown}: `, variable(name, value, options) ?? options.marker(name, value))}`;
  const text = options.text(value);
  // Node writes header values as ISO 8859-1.
  return `-H ${word(`${shown}: `, text === value && /[^ -~]/.test(value) ? Buffer.from(value, 'latin1') : text)}`;
}

function headerWords({ headers, body, url }: SentRequest, options: CurlOptions): string[] {
  const host = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  const implied = ([name, value]: Field): boolean => {
    switch (name.toLowerCase()) {
      case 'host':
        return value === host || value === host.replace(/:(80|443)$/, '').toLowerCase();
      case 'connection':
        return /^(keep-alive|close)$/.test(value);
      case 'content-length':
        return value === String(body.length);
      default:
        return false;
    }
  };
  const words = headers.filter((field) => !implied(field)).map((field) => headerWord(field, options));
  for (const name of curlDefaults) if (!has(headers, name)) words.push(`-H ${word(`${name}:`)}`);
  if (body.length > 0 || has(headers, 'content-length'))
    if (!has(headers, 'content-type')) words.push(`-H ${word('Content-Type:')}`);
  // curl asks for permission to send a long body.
  if (body.length > 1024 && !has(headers, 'expect')) words.push(`-H ${word('Expect:')}`);
  return words;
}

/** The command line. `‹…›` stands where a secret was that no variable holds: the reader has to fill it in. */
export function curlCommand(request: SentRequest, options: CurlOptions): string {
  const { method, body } = request;
  const url = request.url.replace(/#.*$/s, '').replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
  const words = ['curl', '--include'];
  // Header names keep their case in HTTP/1.1 only.
  if (/^https:/i.test(url)) words.push('--http1.1');
  if (/\/\.{1,2}(\/|$|\?)/.test(url)) words.push('--path-as-is');
  if (/[[\]{}]/.test(url)) words.push('--globoff');
  const data = body.length > 0 || has(request.headers, 'content-length');
  if (method === 'HEAD' && !data) words.push('--head');
  else if (method !== (data ? 'POST' : 'GET')) words.push('-X', word(printable(method)));
  words.push(...headerWords(request, options));
  if (body.length > 0) words.push(...bodyWords(body, options));
  else if (data) words.push("--data-raw ''");
  const query = url.indexOf('?') + 1;
  const fields = query > 0 ? formFields(url.slice(query), options.isSecret, query) : [];
  words.push(word(...partsOf(url, fields, options)));
  return words.join(' ');
}
