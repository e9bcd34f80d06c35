/** How hard a secret is to guess, at most: an estimate by its length and the alphabet that it is written in. */

/** Alphabets that secrets are generated from, the smallest first. */
const alphabets: readonly (readonly [RegExp, number])[] = [
  [/^\d*$/, 10],
  [/^([0-9a-f-]*|[0-9A-F-]*)$/, 16],
  [/^([a-z]*|[A-Z]*)$/, 26],
  [/^([a-z0-9]*|[A-Z0-9]*)$/, 36],
  [/^[a-zA-Z]*$/, 52],
  [/^[a-zA-Z0-9]*$/, 62],
  [/^[a-zA-Z0-9+/_=-]*$/, 64],
  [/^[\x20-\x7E]*$/, 95],
];

/** The shortest text that repeated gives the whole; `abcabc` is worth no more than `abc`. */
function withoutRepetition(text: string): string {
  for (let size = 1; size <= text.length / 2; size++) {
    const unit = text.slice(0, size);
    if (unit.repeat(Math.ceil(text.length / size)).slice(0, text.length) === text) return unit;
  }
  return text;
}

/** Bits: length times the logarithm of the alphabet. Never less than what a random secret of that form has. */
export function entropyBits(secret: string): number {
  const text = withoutRepetition(secret);
  const size = alphabets.find(([pattern]) => pattern.test(text))?.[1] ?? 256;
  const grouping = size === 16 ? text.replaceAll('-', '') : text;
  const distinct = new Set(grouping).size;
  // A few characters over and over are an alphabet of their own.
  return grouping === '' ? 0 : grouping.length * Math.log2(distinct < 6 ? distinct : size);
}
