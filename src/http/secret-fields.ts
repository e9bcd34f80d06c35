/**
 * Where a text holds a secret by its place: the values of fields, members and elements whose name says so.
 * Reads JSON (even cut, malformed or with repeated members), forms, multipart and XML, and decides by what
 * stands there, since Content-Type may say anything.
 */

/** A value in a text. */
export interface SecretField {
  /** Name that made it a secret. */
  readonly name: string;
  /** Where the value stands; quotation marks are outside. */
  readonly start: number;
  readonly end: number;
  /** The value, decoded. Never empty. */
  readonly value: string;
}

export type SecretPredicate = (name: string, value: string) => boolean;

const secretWords =
  /^(tokens?|secrets?|passwords?|passwd|pwd|passphrase|assertion|jwt|credentials?|otp|(access|refresh|id|auth)token|clientsecret|apikey|sessionid|jsessionid)$/;
const secretPairs = /(^|_)((auth|authorization|device|user|verification)_code|(api|private)_key|session_id)$/;

/** Names that were asked for: a run asks for the same few thousands of times. */
const known = new Map<string, boolean>();

/** Neither endless nor long names, which a target may send, are kept. */
const knownNames = 1000;
const knownLength = 64;

/** True for names of parameters, members and header fields that hold a token or another secret. */
export function isSecretName(name: string): boolean {
  let secret = known.get(name);
  if (secret === undefined) {
    secret = meansSecret(name);
    if (known.size < knownNames && name.length <= knownLength) known.set(name, secret);
  }
  return secret;
}

function meansSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return secretWords.test(words.at(-1) ?? '') || secretPairs.test(words.join('_'));
}

/** An authorization code; `code` is also a common name for numbers and names of errors. */
export function looksLikeCode(value: string): boolean {
  return /^(?=.*\d)(?=.*[A-Za-z])[\w.~+/=-]{12,}$/.test(value);
}

/** Names of a contract, and those that say it themselves. `name[]` and another case mean the same field. */
export function secretPredicate(names: ReadonlySet<string>): SecretPredicate {
  const named = new Set([...names].map((name) => name.toLowerCase()));
  return (name) => {
    const bare = name.replace(/(\[\w*\])+$/, '').trim();
    return named.has(bare.toLowerCase()) || isSecretName(bare);
  };
}

/** Form-decoding that leaves invalid escapes as they are. */
export function decodeFormPart(text: string): string {
  const bytes = Buffer.from(text.replaceAll('+', ' ')).toString('latin1');
  return Buffer.from(
    bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
}

const jsonToken = /"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?$)|[{}[\],:]|[^\s"{}[\],:]+/gs;

function unquoted(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}

interface Frame {
  readonly object: boolean;
  /** Name of the enclosing member that is secret. */
  readonly inherited: string | undefined;
  name: string | undefined;
  beforeColon: boolean;
}

/** A tokenizer rather than a parser: it has to cope with repeated members, cut texts and any depth. */
function jsonFields(text: string, start: number, isSecret: SecretPredicate): SecretField[] {
  const found: SecretField[] = [];
  const frames: Frame[] = [];
  jsonToken.lastIndex = start;
  for (let match = jsonToken.exec(text); match; match = jsonToken.exec(text)) {
    const [token, raw] = match;
    const frame = frames.at(-1);
    if (token === '{' || token === '[') {
      const inherited =
        frame?.inherited ?? (frame?.name !== undefined && isSecret(frame.name, '') ? frame.name : undefined);
      frames.push({ object: token === '{', inherited, name: undefined, beforeColon: token === '{' });
    } else if (token === '}' || token === ']') frames.pop();
    else if (token === ':') {
      if (frame) frame.beforeColon = false;
    } else if (token === ',') {
      if (frame?.object) frame.beforeColon = true;
    } else if (frame?.object && frame.beforeColon) frame.name = raw === undefined ? token : unquoted(raw);
    else if (frame) {
      const value = raw === undefined ? token : unquoted(raw);
      if (value === '' || /^(true|false|null)$/.test(token)) continue;
      const secret = frame.name !== undefined && isSecret(frame.name, value) ? frame.name : undefined;
      const name = secret ?? (raw === undefined ? undefined : frame.inherited);
      if (name === undefined) continue;
      const begin = match.index + (raw === undefined ? 0 : 1);
      found.push({ name, start: begin, end: begin + (raw ?? token).length, value });
    }
  }
  return found;
}

/** Fields of an `application/x-www-form-urlencoded` text (a body or a query), `offset` characters into a text. */
export function formFields(text: string, isSecret: SecretPredicate, offset = 0): SecretField[] {
  const found: SecretField[] = [];
  let at = offset;
  for (const field of text.split('&')) {
    const equals = field.indexOf('=');
    const name = decodeFormPart(field.slice(0, Math.max(equals, 0)));
    const value = decodeFormPart(field.slice(equals + 1));
    if (equals >= 0 && value !== '' && isSecret(name, value))
      found.push({ name, start: at + equals + 1, end: at + field.length, value });
    at += field.length + 1;
  }
  return found;
}

/** `name=value` within other text: a redirect, a cookie, an error message. */
export function embeddedFields(text: string, isSecret: SecretPredicate): SecretField[] {
  const found: SecretField[] = [];
  for (const { 1: name = '', 2: raw = '', index, 0: whole } of text.matchAll(
    /(?<![\w.%[\]-])([\w.%[\]-]{1,64})=["']?([^\s"'<>&;,#]+)/g,
  )) {
    const value = decodeFormPart(raw);
    const end = index + whole.length;
    if (isSecret(decodeFormPart(name), value))
      found.push({ name: decodeFormPart(name), start: end - raw.length, end, value });
  }
  return found;
}

function taggedFields(text: string, pattern: RegExp, isSecret: SecretPredicate): SecretField[] {
  const found: SecretField[] = [];
  for (const { 1: head = '', 2: name = '', 3: value = '', index } of text.matchAll(pattern)) {
    const start = index + head.length;
    if (value !== '' && isSecret(name, value)) found.push({ name, start, end: start + value.length, value });
  }
  return found;
}

// Bounded everywhere: a hostile body must not make it quadratic.
const multipartField =
  /(\bname="?([^"\r\n;]{1,64})"?[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,200}\r?\n){0,4}\r?\n)([^\r\n]+)/g;
const xmlElement = /(<([\w:.-]{1,64})(?:\s[^<>]*)?>)([^<>]+)(?=<\/|$)/g;

/** The secret values of a body. They do not overlap and stand in order. */
export function bodyFields(text: string, isSecret: SecretPredicate): SecretField[] {
  const json = /[{[]/.exec(text)?.index;
  const found = json === undefined ? [] : jsonFields(text, json, isSecret);
  // A password in a form may itself hold white space or braces; only the form reader knows where it ends.
  if (/^[^\s"<{[]*=/.test(text)) found.push(...formFields(text, isSecret));
  else found.push(...embeddedFields(text, isSecret));
  if (text.includes('<')) found.push(...taggedFields(text, xmlElement, isSecret));
  if (/\bname=/.test(text)) found.push(...taggedFields(text, multipartField, isSecret));
  return withoutOverlaps(found);
}

function withoutOverlaps(fields: SecretField[]): SecretField[] {
  const result: SecretField[] = [];
  for (const field of fields.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (!last || field.start >= last.end) result.push(field);
    else if (field.end > last.end) result[result.length - 1] = { ...last, end: field.end };
  }
  return result;
}

/**
 * The lines of messages that were written by hand, without their ends; a request that follows another one's body
 * begins a line, too.
 */
export function linesOfMessages(text: string): { readonly line: string; readonly index: number }[] {
  const pattern = /[^\r\n]+?(?=(?:GET|POST) \/\S* HTTP\/1\.[01](?:[\r\n]|$))|[^\r\n]+/g;
  return [...text.matchAll(pattern)].map(({ 0: line, index }) => ({ line, index }));
}
