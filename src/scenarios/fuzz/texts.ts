/** Texts that generated values are made of: of every script and length, and such that no parser may have seen. */
import * as fc from 'fast-check';
import { type Bytes, bytesOf } from './bytes.js';

/** Where implementations keep limits: crypt and bcrypt, columns and buffers. */
export const lengths = [0, 1, 7, 8, 9, 63, 64, 65, 71, 72, 73, 255, 256, 1024] as const;
const largeLength = 8192;

/** Pieces that some layer of some server is known to stumble over, and which every value may hold. */
const pieces: readonly Bytes[] = [
  ...'aZ0 .-_~*%+&=;\\/\'"<>$',
  '\u00a0',
  '\ufeff',
  '\ufffe',
  '\u2028',
  // Letters with other forms: precomposed, combining, sharp, dotless, ligature, full width, Kelvin.
  ...['é', 'e\u0301', '\u0301', 'ß', 'ı', 'ﬁ', 'Ａ', '\u212a', 'Ω', 'я', '日本'],
  // Beyond the basic plane, and characters of several code points.
  ...['😀', '𐀀', '👩\u200d👧', '🇩🇪', '\u{10ffff}'],
  // Direction, and characters without width.
  ...['א', '\u202e', '\u2066', '\u200b', '\u200d', '\u00ad'],
  // Markup, expressions, formats, paths, and words that are values elsewhere.
  ...[
    '<script>probe</script>',
    '{{7*7}}',
    '#{7*7}',
    '%n%s%x',
    '../',
    'null',
    'NaN',
    '[]',
    '{}',
    '-1',
    '1e999',
  ],
  // Ends in the bytes of CR and LF where only one of two is kept.
  '\u560d\u560aX-Injected: 1',
].map(bytesOf);

/** What a server may well refuse, but not by chance. */
const refusable: readonly Bytes[] = [
  ...[
    '\0',
    '\t',
    '\n',
    '\r\n',
    '\x1b',
    '\x7f',
    '\u0080',
    '\r\nX-Injected: 1',
    '\nSet-Cookie: injected=1',
  ].map(bytesOf),
  // Not UTF-8 (RFC 3629): lone surrogates, over-long forms, stray bytes.
  ...['\xed\xa0\x80', '\xed\xb0\x80', '\xc0\xaf', '\xff', '\xc3', '\xf5\x80\x80\x80'],
];

/** Any character. The units of the library do the same and take seconds to set up a table of all of them. */
const characters = fc
  .oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0xa0, max: 0x2fff }),
    fc.integer({ min: 0x3000, max: 0xd7ff }),
    fc.integer({ min: 0x10000, max: 0x10ffff }),
  )
  .map((codePoint) => bytesOf(String.fromCodePoint(codePoint)));

const printable = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: characters },
);

export const piece = fc.oneof(
  { weight: 4, arbitrary: printable },
  { weight: 1, arbitrary: fc.constantFrom(...refusable) },
);

/** As many as may be, in place of few: texts that are short hold little. */
const several = { minLength: 1, maxLength: 8, size: 'max' } as const;

const joined = (list: readonly Bytes[]): Bytes => list.join('');

/** A text of so many bytes, or of a few less where a character of several would be cut. */
function filled(length: number, filler: Bytes): Bytes {
  return filler.repeat(Math.floor(length / filler.length));
}

/** By position, so that a length is made smaller step by step. The longest is drawn in any case: one seed, one draw. */
function lengthOf(large: boolean): fc.Arbitrary<number> {
  const all = [...lengths, large ? largeLength : 1024];
  return fc.noBias(fc.nat(all.length - 1)).map((at) => all[at] ?? 0);
}

/**
 * @param large with values of eight kilobytes
 * @param ofSchema values that follow from the schema of a parameter
 */
export function texts(large: boolean, ofSchema: readonly Bytes[] = []): fc.Arbitrary<Bytes> {
  return fc.oneof(
    ...(ofSchema.length > 0 ? [{ weight: 1, arbitrary: fc.constantFrom(...ofSchema) }] : []),
    { weight: 4, arbitrary: fc.array(printable, several).map(joined) },
    { weight: 2, arbitrary: fc.array(piece, several).map(joined) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 24 }).map(bytesOf) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(lengthOf(large), fc.constantFrom(...['a', '0', '%', 'é', '😀', 'e\u0301'].map(bytesOf)))
        .map(([length, filler]) => filled(length, filler)),
    },
  );
}

/** A server has no reason to refuse such a value before it compares it. */
export const plainTexts = fc.string({ unit: fc.constantFrom(...'abcXYZ019'), minLength: 1, maxLength: 24 });

/** What a header field may hold (RFC 9110 section 5.5), in short. */
export const fieldTexts = fc
  .string({ unit: fc.constantFrom(...'aZ09 -_.:;,"\\/<>(){}=%&+\t\xe9\xff\xa0'), maxLength: 24 })
  .map((text) => text.replace(/^[\t ]+|[\t ]+$/g, ''));
