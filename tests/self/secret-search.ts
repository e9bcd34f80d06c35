/**
 * Looks for secrets in files, in every form in which a server, a tool or a report may have written them. It
 * shares nothing with the redactor: what one of them forgets, the other should still know.
 */
import { constants, inflateRawSync } from 'node:zlib';

export interface Artefact {
  /** Where it was found, for messages. */
  readonly place: string;
  readonly bytes: Buffer;
}

interface Needle {
  readonly secret: string;
  readonly form: string;
  readonly bytes: string;
}

export interface Hit {
  readonly place: string;
  readonly secret: string;
  readonly form: string;
  /** The text before the find: it says where in the file it is. */
  readonly before: string;
}

/** Every form is longer; candidates are found by their beginning. */
const keyLength = 12;

/** Part of a secret that may not appear either: long enough never to be there by chance. */
const fragmentLength = 16;

/** UTF-8 as one character for each byte, which is how artefacts are read. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

const percentOfEach = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');

const lowerCaseEscapes = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase());

const unicodeEscaped = (text: string, isEscaped: RegExp): string =>
  text.replace(isEscaped, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const entityEscaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** What of a base64 text depends on these bytes alone, wherever in it they stand. */
function base64Forms(text: string, encoding: 'base64' | 'base64url'): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + bytes.length) * 8) / 6);
    return encoded.slice(first, last);
  });
}

/** The forms of one secret by name. */
function formsOf(secret: string): [form: string, text: string][] {
  const component = encodeURIComponent(secret);
  const strict = component.replace(/[!'()*]/g, percentOfEach);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const each = percentOfEach(secret);
  const json = jsonEscaped(secret);
  const hex = Buffer.from(secret).toString('hex');
  const wholes: [string, string][] = [
    ['plain', secret],
    ['percent-encoded', component],
    ['percent-encoded', strict],
    ['percent-encoded', each],
    ['percent-encoded in lower case', lowerCaseEscapes(component)],
    ['percent-encoded in lower case', lowerCaseEscapes(strict)],
    ['percent-encoded in lower case', lowerCaseEscapes(each)],
    ['form-encoded', form],
    ['form-encoded', component.replaceAll('%20', '+')],
    ['form-encoded in lower case', lowerCaseEscapes(form)],
    ['JSON', json],
    ['JSON within JSON', jsonEscaped(json)],
    ['JSON in ASCII', unicodeEscaped(json, /[^ -~]/g)],
    ['JSON of escapes only', unicodeEscaped(secret, /./gs)],
    ['HTML', entityEscaped(secret)],
    ['HTML of JSON', entityEscaped(json)],
    ['HTML of entities only', [...secret].map((one) => `&#${one.codePointAt(0)};`).join('')],
    ['HTML of entities only', [...secret].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join('')],
    ['hexadecimal', hex],
    ['hexadecimal in upper case', hex.toUpperCase()],
    ['read as ISO 8859-1', utf8(secret)],
  ];
  for (const encoding of ['base64', 'base64url'] as const)
    for (const [of, text] of [
      ['', secret],
      [' of the form-encoded', form],
      [' of the percent-encoded', component],
      [' of JSON', json],
    ] as const)
      for (const core of base64Forms(text, encoding)) wholes.push([`${encoding}${of}`, core]);
  return wholes;
}

function fragments(secret: string): [form: string, text: string][] {
  const found: [string, string][] = [];
  for (const text of new Set([secret, encodeURIComponent(secret)]))
    for (let at = 0; at + fragmentLength <= text.length; at++)
      found.push(['a part of it', text.slice(at, at + fragmentLength)]);
  return found;
}

/** Bytes as command lines for a shell hold them: `\037` or `\x1f`, in JSON with more backslashes. */
const asShellReadsIt = (text: string): string =>
  text.replace(/\\{1,4}(?:([0-3][0-7]{2})|x([0-9a-f]{2}))/gi, (_, octal?: string, hex?: string) =>
    String.fromCharCode(octal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(octal, 8)),
  );

/** Bytes of the header of gzip (RFC 1952) that no option makes longer. */
const gzipHeader = 10;

/** What was compressed by gzip, wherever it begins, and whatever follows it. */
function inflated(text: string): string[] {
  return [...text.matchAll(/\x1f\x8b\x08/g)].flatMap(({ index }) => {
    try {
      const bytes = Buffer.from(text.slice(index + gzipHeader), 'latin1');
      return [inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')];
    } catch {
      return [];
    }
  });
}

export class SecretSearch {
  readonly #byBeginning = new Map<string, Needle[]>();
  readonly #seen = new Set<string>();

  /** A configured secret: not even a part of it may be found. */
  addSecret(name: string, secret: string): void {
    for (const [form, text] of [...formsOf(secret), ...fragments(secret)]) this.#add(name, form, text);
  }

  /** A token that was issued; of a JWT (RFC 7519) also its payload and its signature alone. */
  addToken(token: string): void {
    const name = `the token ${token.slice(0, 8)}…${token.slice(-4)}`;
    const [, ...parts] = token.split('.');
    for (const part of [token, ...parts])
      for (const [form, text] of formsOf(part)) this.#add(name, form, text);
  }

  #add(secret: string, form: string, text: string): void {
    // Escapes are ASCII; other characters stand in artefacts as UTF-8.
    const bytes = utf8(text);
    if (bytes.length < keyLength) throw new Error(`${secret}, ${form}: too short to be told from chance`);
    if (this.#seen.has(bytes)) return;
    this.#seen.add(bytes);
    const key = bytes.slice(0, keyLength);
    const known = this.#byBeginning.get(key);
    if (known) known.push({ secret, form, bytes });
    else this.#byBeginning.set(key, [{ secret, form, bytes }]);
  }

  /** Each secret once for each artefact and form: as it stands there, and with all line breaks taken out. */
  search(artefacts: readonly Artefact[]): Hit[] {
    return artefacts.flatMap(({ place, bytes }) => {
      const text = bytes.toString('latin1');
      const joined = text.replace(/\\+[nr]|[\r\n]|&#1[03];|%0[ad]/gi, '');
      const hits = new Map<string, Hit>();
      for (const hit of [
        ...this.#searchText(place, text),
        ...this.#searchText(`${place}, lines joined`, joined),
        ...inflated(asShellReadsIt(text)).flatMap((part) => this.#searchText(`${place}, inflated`, part)),
      ])
        if (!hits.has(`${hit.secret} ${hit.form}`)) hits.set(`${hit.secret} ${hit.form}`, hit);
      return [...hits.values()];
    });
  }

  #searchText(place: string, text: string): Hit[] {
    const hits: Hit[] = [];
    for (let at = 0; at + keyLength <= text.length; at++)
      for (const { secret, form, bytes } of this.#byBeginning.get(text.slice(at, at + keyLength)) ?? [])
        if (text.startsWith(bytes, at))
          hits.push({ place, secret, form, before: text.slice(Math.max(0, at - 120), at) });
    return hits;
  }
}

/** For a message: what was found where, without the find itself. */
export function describeHits(hits: readonly Hit[]): string {
  return hits
    .map(
      ({ place, secret, form, before }) => `${place}: ${secret} (${form}) after …${JSON.stringify(before)}`,
    )
    .join('\n');
}
