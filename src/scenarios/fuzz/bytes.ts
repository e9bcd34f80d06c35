/**
 * Values as byte strings, one character for each byte: what goes over the wire need not be UTF-8, and a generated
 * value must stand in a text that can be kept.
 */

export type Bytes = string;

export function bytesOf(text: string): Bytes {
  return Buffer.from(text).toString('latin1');
}

/** The text that the bytes are in UTF-8; `undefined` when they are none. */
export function textOf(bytes: Bytes): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return undefined;
  }
}

/** What a server may make of a value before it compares it: bytes that are not UTF-8 may be dropped or replaced. */
function readable(bytes: Bytes): string {
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\uFFFD', '');
}

/**
 * The value without everything that a server may take for no difference: normal forms (RFC 8265 section 4.2),
 * characters that are mapped to nothing (RFC 4013 section 2.1), surrounding white space.
 */
export function folded(bytes: Bytes): string {
  return readable(bytes)
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}\uFFFD]/gu, '')
    .replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, '');
}

/** The same, also without regard to case and accents: whoever a user name may be taken to mean. */
export function foldedName(bytes: Bytes): string {
  return folded(bytes)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cc}]/gu, '')
    .toLowerCase();
}

/** How a form is written; all of these but `raw` are the same form to whoever reads it. */
export const encodings = ['usual', 'everything', 'everything-in-lower-case', 'space-as-%20', 'raw'] as const;
export type Encoding = (typeof encodings)[number];

const escapes = Array.from(
  { length: 256 },
  (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
);

const reserved = /[^A-Za-z0-9*._-]/g;
const all = /[\s\S]/g;

/** What each does not write as it is. */
const rewritten: Readonly<Record<Encoding, RegExp>> = {
  usual: reserved,
  'space-as-%20': reserved,
  everything: all,
  'everything-in-lower-case': all,
  // What would end the value or begin an escape, and what no message may hold unescaped.
  raw: /[&=%+;#\x00-\x20\x7f]/g,
};

/** One name or value of application/x-www-form-urlencoded (RFC 6749 appendix B). */
export function encodeBytes(bytes: Bytes, encoding: Encoding): string {
  const space = encoding === 'usual' || encoding === 'raw' ? '+' : '%20';
  const written = bytes.replace(rewritten[encoding], (byte) =>
    byte === ' ' ? space : (escapes[byte.charCodeAt(0)] ?? ''),
  );
  return encoding === 'everything-in-lower-case' ? written.toLowerCase() : written;
}

/** For people, without the value: how long it is and what makes it unusual. */
export function sketch(bytes: Bytes): string {
  const text = textOf(bytes);
  const unusual = [
    ...(text === undefined ? ['not UTF-8'] : []),
    ...new Set(
      [...(text ?? '')]
        .filter((character) => !/[\x20-\x7e]/.test(character))
        .map(
          (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
        ),
    ),
  ];
  const shown = unusual.length > 4 ? [...unusual.slice(0, 4), '…'] : unusual;
  return [`${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`, ...shown].join(', ');
}
