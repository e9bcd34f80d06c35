/**
 * Values that are close to the right one and not equal to it. `undefined`: this value has no such near miss
 * (digits have no other case).
 */
import { isIP } from 'node:net';
import type { Faker } from '@faker-js/faker';

export type NearMiss = (real: string, random: Faker) => string | undefined;

/** Needs no chance. */
export type Certain = (real: string) => string | undefined;

/** Repeats a random choice until it differs from the real value. */
export function differing(real: string | undefined, choose: () => string): string {
  let chosen = choose();
  while (chosen === real) chosen = choose();
  return chosen;
}

function unless(real: string, value: string): string | undefined {
  return value === real ? undefined : value;
}

export const caseChanged: NearMiss = (real) =>
  unless(
    real,
    [...real]
      .map((character) =>
        character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase(),
      )
      .join(''),
  );

/** The last character dropped. A single one would leave nothing, which is another probe. */
export const truncated: Certain = (real) => {
  const characters = [...real];
  return characters.length > 1 ? characters.slice(0, -1).join('') : undefined;
};

export const extended: NearMiss = (real, random) => real + random.string.alphanumeric(1);

export const paddedLeading: NearMiss = (real) => ` ${real}`;

export const paddedTrailing: NearMiss = (real) => `${real} `;

/** A server that hands the value to C code compares only what stands before the NUL. */
export const continuedAfterNull: NearMiss = (real, random) => `${real}\0${random.string.alphanumeric(4)}`;

export const paddedTab: NearMiss = (real) => `${real}\t`;

/** The last character as a wildcard: as a pattern of SQL it matches the real value. */
export const likePattern: Certain = (real) => {
  const start = truncated(real);
  return start === undefined ? undefined : unless(real, `${start}%`);
};

/** The same text to whoever compares canonical forms: RFC 8265 section 4.2.2 asks for that. */
export const decomposed: NearMiss = (real) =>
  unless(real, real.normalize('NFD')) ?? unless(real, real.normalize('NFC'));

/** Full-width letters: the same text to whoever compares compatibility forms (NFKC), which RFC 8265 rules out for passwords. */
export const fullWidth: NearMiss = (real) =>
  unless(
    real,
    real.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  );

/** The same text to a collation that ignores accents. */
export const unaccented: NearMiss = (real) => unless(real, real.normalize('NFD').replace(/\p{M}/gu, ''));

/** What is left where a character set has no place for a letter. */
export const questionMarked: NearMiss = (real) => unless(real, real.replace(/[^\x00-\x7F]/gu, '?'));

/** The last character changed, where bcrypt no longer looks: it reads 72 bytes. */
export const changedBeyond72Bytes: NearMiss = (real) => {
  const characters = [...real];
  const last = characters.pop();
  const rest = characters.join('');
  return Buffer.byteLength(rest) < 72 ? undefined : rest + (last === 'x' ? 'y' : 'x');
};

/** A letter or digit of the same kind that is another one, and not only in case. */
function replacement(character: string): string {
  const choices = /[0-9]/.test(character) ? '01' : /[a-z]/.test(character) ? 'ab' : 'AB';
  return choices.charAt(character === choices.charAt(0) ? 1 : 0);
}

/** One character changed at the start, in the middle or at the end; `undefined` when there is no letter or digit. */
export function tampered(token: string, place: 'start' | 'middle' | 'end'): string | undefined {
  const positions = [...token.matchAll(/[0-9A-Za-z]/g)].map((match) => match.index);
  // The very last character of base64url text may hold padding bits only: changing it may change nothing.
  const significant = positions.length > 1 ? positions.slice(0, -1) : positions;
  const at =
    place === 'start'
      ? significant[0]
      : place === 'middle'
        ? significant[Math.floor(significant.length / 2)]
        : significant.at(-1);
  return at === undefined
    ? undefined
    : token.slice(0, at) + replacement(token.charAt(at)) + token.slice(at + 1);
}

/** Another value of the same shape: digits for digits, letters for letters, an IP address for an IP address. */
export const reshaped: NearMiss = (real, random) => {
  const first = real.split(',', 1)[0]?.trim() ?? '';
  const version = isIP(first);
  if (version !== 0)
    return differing(real, () => (version === 4 ? random.internet.ipv4() : random.internet.ipv6()));
  if (!/[0-9A-Za-z]/.test(real)) return undefined;
  return differing(real, () =>
    real.replace(/[0-9A-Za-z]/g, (character) =>
      /[0-9]/.test(character)
        ? random.string.numeric(1)
        : random.string.alpha({ length: 1, casing: /[a-z]/.test(character) ? 'lower' : 'upper' }),
    ),
  );
};
