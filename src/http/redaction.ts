/**
 * The one redactor. It stands at the recording boundary: whatever is kept or shown passes through it. It knows
 * every secret that was configured, sent or received, and finds it in plain and in each encoding that a server,
 * a proxy or an error message may give it.
 */
import { readJson } from './answer.js';
import type { Field, OutgoingRequest, ReceivedResponse } from './observation.js';

/** Shorter texts occur by chance; they are only taken out where their place says what they are (`evidence.ts`). */
const shortestSearched = 4;

/** Texts are found by their first characters; shorter ones get a list of their own. */
const indexLength = 6;

/** What is left of a secret where a text was cut. */
const shortestRemainder = 8;

const jwt = /eyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*/g;

/** Names of members and parameters that hold a token or another secret, wherever they occur. */
export function isSecretName(name: string): boolean {
  return (
    /(^|[_-])(token|secret|password|passwd|assertion)$|^(access|refresh|id)token$|clientsecret$/i.test(
      name,
    ) && !/^(issued|subject|actor|requested)_token_type$/i.test(name)
  );
}

function lowerHex(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase());
}

/** Every place a byte string can have in a base64 run: the characters that depend on it alone. */
function base64Cores(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const exact = (shift + bytes.length) % 3 === 0;
    return encoded.slice(shift === 0 ? 0 : shift + 1, exact ? undefined : -1);
  });
}

function variants(value: string): Set<string> {
  const bytes = Buffer.from(value);
  const percent = encodeURIComponent(value.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = strict.replaceAll('%20', '+');
  const everyByte = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
  const json = JSON.stringify(value).slice(1, -1);
  const escaped = [...json]
    .flatMap((character) => character.split(''))
    .map((unit) => (unit > '~' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit))
    .join('');
  const html = value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const standard = base64Cores(value).filter((core) => core.length >= indexLength);
  return new Set(
    [
      value,
      percent,
      strict,
      form,
      lowerHex(percent),
      lowerHex(strict),
      lowerHex(form),
      everyByte,
      lowerHex(everyByte),
      json,
      json.replaceAll('/', '\\/'),
      escaped,
      html,
      html.replaceAll("'", '&#39;'),
      html.replaceAll("'", '&#x27;'),
      bytes.length >= indexLength ? bytes.toString('hex') : value,
      bytes.length >= indexLength ? bytes.toString('hex').toUpperCase() : value,
      bytes.toString('latin1'),
      ...standard,
      ...standard.map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
      ...standard.map((core) => core.replaceAll('+', '%2B').replaceAll('/', '%2F')),
    ].filter((variant) => variant.length >= shortestSearched),
  );
}

const escapedForPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Matches a text of which any characters are percent-encoded, escaped for JSON or written as HTML entities. */
function mixedEncoding(value: string): string {
  return [...value]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const hex = code.toString(16);
      const percent = [...Buffer.from(character)]
        .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
        .join('');
      const choices = [
        escapedForPattern(character),
        percent,
        `\\\\u${hex.padStart(4, '0')}`,
        `&#0*${code};`,
        `&#x0*${hex};`,
      ];
      return `(?:${choices.join('|')})`;
    })
    .join('');
}

/** A near miss of a published value is as public as that value. */
function isNear(value: string, published: string): boolean {
  const [a, b] = [value.trim().toLowerCase(), published.trim().toLowerCase()];
  return Math.abs(a.length - b.length) <= 2 && (a.includes(b) || b.includes(a));
}

function formFields(text: string): Field[] {
  return [...new URLSearchParams(text)];
}

export class Redactor {
  readonly #labels = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #published = new Set<string>();
  readonly #byStart = new Map<string, { readonly text: string; readonly label: string }[]>();
  readonly #short = new Map<string, string>();
  readonly #mixed: { readonly pattern: RegExp; readonly label: string }[] = [];

  /** A value that stands in the contract document: it may be an ordinary word, and everybody knows it. */
  addPublic(value: string): void {
    this.#published.add(value);
  }

  /** Registers a configured secret. Published values are no secrets. */
  addSecret(value: string, label: string): void {
    if (this.#published.has(value) || !this.#register(value, label)) return;
    if (value.length >= shortestSearched)
      this.#mixed.push({
        pattern: new RegExp(mixedEncoding(value), 'gi'),
        label: this.#labels.get(value) ?? label,
      });
  }

  /** Registers what a request is about to send as secret. */
  learnRequest(request: OutgoingRequest, secretNames: ReadonlySet<string>): void {
    const secret = (name: string) => secretNames.has(name) || isSecretName(name);
    const query = request.url.split('?', 2)[1] ?? '';
    const fields = [...formFields(query), ...formFields(request.body?.toString() ?? '')];
    for (const [name, value] of fields) if (secret(name)) this.#learn(value, name);
    for (const [name, value] of request.headers) {
      if (/^authorization$/i.test(name)) this.#learnCredentials(value);
      else if (/^cookie$/i.test(name)) this.#learn(value, 'cookie');
    }
  }

  /** Registers the tokens that a response brought, wherever it put them. */
  learnResponse(response: ReceivedResponse): void {
    const { value, text } = readJson(response);
    this.#learnMembers(value, 20);
    for (const [, name = '', token = ''] of text.matchAll(
      /\b((?:access|refresh|id)_?token)\b["'\s]*[=:>]["'\s]*([\w.~+/=%-]{8,})/gi,
    ))
      this.#learn(token, name);
    for (const [name, line] of response.headers) {
      if (/^set-cookie$/i.test(name)) this.#learn(/^[^=]*=([^;]*)/.exec(line)?.[1] ?? '', 'cookie');
      for (const [, parameter = '', token = ''] of line.matchAll(/[?&#;\s]([\w-]+)=([\w.~+/%-]{8,})/g))
        if (isSecretName(parameter)) this.#learn(token, parameter);
      for (const [token] of line.matchAll(jwt)) this.#learn(token, 'jwt');
    }
    for (const [token] of text.matchAll(jwt)) this.#learn(token, 'jwt');
  }

  /** The text without any secret. */
  text(value: string): string {
    let result = value;
    if (/%[0-9a-f]{2}|\\u[0-9a-f]{4}|&#/i.test(result))
      for (const { pattern, label } of this.#mixed) result = result.replace(pattern, `‹${label}›`);
    result = this.#scan(result);
    for (const [text, label] of this.#short)
      if (result.includes(text)) result = result.replaceAll(text, `‹${label}›`);
    return result.replace(jwt, '‹jwt›');
  }

  #register(value: string, label: string): boolean {
    if (value.length < shortestSearched || this.#labels.has(value)) return false;
    const count = (this.#counts.get(label) ?? 0) + 1;
    this.#counts.set(label, count);
    const numbered = count === 1 ? label : `${label}·${count}`;
    this.#labels.set(value, numbered);
    const segments = /^eyJ[\w-]+\.([\w-]{8,})\.([\w-]{8,})$/.exec(value)?.slice(1) ?? [];
    for (const text of [...variants(value), ...segments]) {
      if (text.length < indexLength) {
        this.#short.set(text, numbered);
        continue;
      }
      const start = text.slice(0, indexLength);
      const known = this.#byStart.get(start) ?? [];
      known.push({ text, label: numbered });
      known.sort((a, b) => b.text.length - a.text.length);
      this.#byStart.set(start, known);
    }
    return true;
  }

  #learn(value: string, label: string): void {
    if (this.#labels.has(value) || this.#published.has(value)) return;
    for (const published of this.#published) if (isNear(value, published)) return;
    this.#register(value, label);
  }

  #learnCredentials(authorization: string): void {
    const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*)$/.exec(authorization) ?? [];
    if (!/^basic$/i.test(scheme)) {
      this.#learn(credentials, 'credentials');
      return;
    }
    const decoded = Buffer.from(credentials, 'base64').toString();
    const secret = decoded.slice(decoded.indexOf(':') + 1);
    this.#learn(secret, 'client_secret');
    this.#learn(new URLSearchParams(`x=${secret}`).get('x') ?? '', 'client_secret');
  }

  #learnMembers(value: unknown, levels: number): void {
    if (typeof value !== 'object' || value === null || levels === 0) return;
    for (const [name, inner] of Object.entries(value))
      if (typeof inner !== 'string') this.#learnMembers(inner, levels - 1);
      else if (isSecretName(name) && inner.length >= indexLength) this.#learn(inner, name);
  }

  #scan(value: string): string {
    if (this.#byStart.size === 0) return value;
    let result = '';
    let kept = 0;
    let at = 0;
    while (at + indexLength <= value.length) {
      const found = this.#matchAt(value, at);
      if (!found) {
        at++;
        continue;
      }
      result += `${value.slice(kept, at)}‹${found.label}›`;
      at += found.length;
      kept = at;
    }
    return result + value.slice(kept);
  }

  #matchAt(value: string, at: number): { label: string; length: number } | undefined {
    const candidates = this.#byStart.get(value.slice(at, at + indexLength));
    if (!candidates) return undefined;
    const whole = candidates.find(({ text }) => value.startsWith(text, at));
    if (whole) return { label: whole.label, length: whole.text.length };
    const rest = value.length - at;
    if (rest < shortestRemainder) return undefined;
    const cut = candidates.find(({ text }) => text.length > rest && text.startsWith(value.slice(at)));
    return cut && { label: cut.label, length: rest };
  }
}

/** Control characters, escape sequences, direction overrides and other invisible characters, made visible. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/[\u{e0000}-\u{e007f}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
