/**
 * The forms in which one value may turn up in a text. Two complementary means:
 * encodings that may be applied to any single character (percent, `\u`, HTML entities, `+`) are undone on the
 * searched text, layer by layer, so every mixture of them is covered; encodings of the whole (base64, hex,
 * UTF-16) are applied to the value.
 */

/** Where in the original text the bytes stand: byte `n` stems from the characters `from[n]` (inclusive) to `to[n]` (exclusive). */
interface Origins {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A text as bytes, one character for each byte. */
export interface Layer {
  readonly bytes: string;
  /** Absent: each byte is the character at the same place, as in most texts. */
  readonly origins?: Origins;
}

/** The first character of the original that the byte at this place stems from. */
export function startOf({ origins }: Layer, at: number): number {
  return origins ? (origins.from[at] ?? 0) : at;
}

/** The end (exclusive) of what the byte at this place stems from in the original. */
export function endOf({ origins }: Layer, at: number): number {
  return origins ? (origins.to[at] ?? 0) : at + 1;
}

/** Percent-encoded JSON in an HTML page has three; a server that quotes a body which quotes JSON has more. */
const layerLimit = 8;

const escapeSequence =
  /%([0-9a-f]{2})|[\\%]u(d[89ab][0-9a-f]{2})[\\%]u(d[c-f][0-9a-f]{2})|[\\%]u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\([^ux])|&#(\d{1,7});?|&#x([0-9a-f]{1,6});?|&(amp|lt|gt|quot|apos|nbsp);/gi;

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** In a form `+` is a space and in base64 it is not: they count as the same. */
export function foldedBytes(bytes: string): string {
  return bytes.replaceAll('+', ' ');
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

const ascii = /^[\0-\x7f]*$/;

function byteLayer(text: string): Layer {
  if (ascii.test(text)) return { bytes: foldedBytes(text) };
  const from: number[] = [];
  const to: number[] = [];
  let bytes = '';
  let at = 0;
  for (const character of text) {
    const encoded = character > '\u007f' ? utf8(character) : character;
    for (let count = 0; count < encoded.length; count++) {
      from.push(at);
      to.push(at + character.length);
    }
    bytes += encoded;
    at += character.length;
  }
  return { bytes: foldedBytes(bytes), origins: { from, to } };
}

function unescaped(match: RegExpMatchArray): string {
  const [, percent, high, low, unit, byte, single, decimal, hex, entity] = match;
  if (percent ?? byte) return String.fromCharCode(Number.parseInt(percent ?? byte ?? '', 16));
  if (high && low)
    return utf8(
      String.fromCharCode(Number.parseInt(high, 16)) + String.fromCharCode(Number.parseInt(low, 16)),
    );
  if (unit) return utf8(String.fromCharCode(Number.parseInt(unit, 16)));
  if (single) return controls[single] ?? single;
  if (entity) return utf8(named[entity.toLowerCase()] ?? '');
  const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
  return code <= 0x10ffff ? utf8(String.fromCodePoint(code)) : match[0];
}

/** The layer with one level of escapes undone; `undefined` when it holds none. */
function undone(layer: Layer): Layer | undefined {
  const { bytes } = layer;
  let result = '';
  const starts: number[] = [];
  const ends: number[] = [];
  const keep = (begin: number, end: number): void => {
    result += bytes.slice(begin, end);
    for (let at = begin; at < end; at++) {
      starts.push(startOf(layer, at));
      ends.push(endOf(layer, at));
    }
  };
  let at = 0;
  for (const match of bytes.matchAll(escapeSequence)) {
    keep(at, match.index);
    at = match.index + match[0].length;
    const decoded = unescaped(match);
    result += decoded;
    for (let count = 0; count < decoded.length; count++) {
      starts.push(startOf(layer, match.index));
      ends.push(endOf(layer, at - 1));
    }
  }
  if (at === 0) return undefined;
  keep(at, bytes.length);
  return { bytes: foldedBytes(result), origins: { from: starts, to: ends } };
}

/** The layer without its line breaks; `undefined` when it has none. */
function joined(layer: Layer): Layer | undefined {
  const { bytes } = layer;
  if (!/[\r\n]/.test(bytes)) return undefined;
  const from: number[] = [];
  const to: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) continue;
    from.push(startOf(layer, at));
    to.push(endOf(layer, at));
  }
  return { bytes: bytes.replace(/[\r\n]/g, ''), origins: { from, to } };
}

/** The text as bytes, then with one, two, … levels of escapes undone. */
export function layersOf(text: string): Layer[] {
  const layers = [byteLayer(text)];
  while (layers.length < layerLimit) {
    const last = layers.at(-1);
    const next = last && undone(last);
    if (!next) break;
    layers.push(next);
  }
  return layers;
}

/**
 * The layers once more, from the first one that has several lines, with all line breaks taken out: encoders of
 * base64 and of mails put them in, even into an escape.
 */
export function joinedLayersOf(layers: readonly Layer[]): Layer[] {
  const result: Layer[] = [];
  let layer = layers.map(joined).find((one) => one !== undefined);
  while (layer && result.length < layerLimit) {
    result.push(layer);
    const next = undone(layer);
    layer = next && (joined(next) ?? next);
  }
  return result;
}

/** The characters of a base64 text that depend on `bytes` alone, for each of the three places it can have in it. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const exact = (shift + bytes.length) % 3 === 0;
    return encoded.slice(shift === 0 ? 0 : shift + 1, exact ? undefined : -1);
  });
}

/** Percent-encoding of everything but unreserved characters (RFC 3986 section 2.3). */
function percentEncoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export interface Forms {
  /** To be searched for in every layer. */
  readonly plain: readonly string[];
  /** Cores of base64 texts: where one matches, the characters beside it hold a few of its bits, too. */
  readonly base64: readonly string[];
}

/** Longer values are looked for as they are, not encoded as a whole. */
const longestEncoded = 16 * 1024;

/** Shorter pieces of a value are words that stand in many texts. */
const shortestPiece = 8;

/** What becomes of a value in a body that is taken for a form and is none: `&` ends it, and `+` is a space. */
function misread(value: string): string[] {
  return value
    .split('&')
    .map((piece) => piece.replaceAll('+', ' '))
    .filter((piece) => piece !== value && piece.trim().length >= shortestPiece);
}

/** What to search for in the layers of a text to find a value in any of its forms. Bytes, as in `Layer`. */
export function formsOf(given: string): Forms {
  const value = given.toWellFormed();
  const all = [value, ...misread(value)].map(formsOfOne);
  return {
    plain: [...new Set(all.flatMap(({ plain }) => plain))],
    base64: [...new Set(all.flatMap(({ base64 }) => base64))],
  };
}

function formsOfOne(value: string): Forms {
  const plain = new Set<string>();
  const base64 = new Set<string>();
  const ascii = value.replace(/[^ -~]/g, '');
  const spellings = new Set([value, value.normalize('NFC'), value.normalize('NFD')]);
  // How it looks after a passage through a character set that does not have its characters.
  if (ascii.length >= 4 && ascii !== value)
    for (const substitute of ['?', '\ufffd']) spellings.add(value.replace(/[^\u0000-\u007f]/gu, substitute));
  for (const spelling of spellings) for (const layer of layersOf(spelling)) plain.add(layer.bytes);
  // Header values and some bodies are read as ISO 8859-1.
  plain.add(foldedBytes(utf8(utf8(value))));
  if (!/[^\u0000-\u00ff]/.test(value)) plain.add(foldedBytes(value));
  if (value.length <= longestEncoded) {
    plain.add([...utf8(value)].join('\0')); // UTF-16
    const percent = percentEncoded(value);
    const form = new URLSearchParams([['', value]]).toString().slice(1);
    const wholes = [
      ...[value, percent, encodeURIComponent(value), percent.replaceAll('%20', '+'), form],
      JSON.stringify(value).slice(1, -1),
    ];
    for (const whole of new Set(wholes)) {
      const bytes = Buffer.from(whole);
      plain.add(bytes.toString('hex'));
      plain.add(bytes.toString('hex').toUpperCase());
      for (const core of base64Cores(bytes)) {
        base64.add(foldedBytes(core));
        base64.add(core.replaceAll('+', '-').replaceAll('/', '_'));
      }
    }
  }
  return { plain: [...plain], base64: [...base64] };
}
