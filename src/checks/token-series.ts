/**
 * What all tokens of a run show together that none shows alone: how much of them varies, whether they are counted, and whether
 * one was handed out twice. Digests and features are kept, not tokens; only the latest number stays, to be compared with.
 */
import { createHash } from 'node:crypto';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Longer tokens are judged by as many characters at either end. */
const longest = 1024;

/** Alphabets that a token may be drawn from, smallest first. */
const alphabets: readonly (readonly [characters: RegExp, size: number])[] = [
  [/^\d*$/, 10],
  [/^[\da-f]*$|^[\dA-F]*$/, 16],
  [/^[\dA-Z]*$|^[\da-z]*$/, 36],
  [/^[\dA-Za-z]*$/, 62],
  [/^[\w+/=-]*$/, 64],
];

/** %x20-7E (RFC 6749 appendix A.12). */
const printable = 95;

/** The characters seen at each place, counted from one end. */
class Places {
  private readonly seen: Set<string>[] = [];
  private shortest = Number.POSITIVE_INFINITY;
  /** Places with more than one character, and those characters: kept up to date, for they are asked for with each token. */
  private varying = 0;
  private readonly used = new Set<string>();

  add(characters: readonly string[]): void {
    this.shortest = Math.min(this.shortest, characters.length);
    for (const [at, character] of characters.slice(0, longest).entries()) {
      const known = this.seen[at] ?? new Set();
      this.seen[at] = known;
      if (known.has(character)) continue;
      known.add(character);
      if (known.size === 1) continue;
      if (known.size === 2) this.varying++;
      for (const one of known.size === 2 ? known : [character]) this.used.add(one);
    }
  }

  /** Places that vary or that not all tokens have, times what the alphabet found there can hold. */
  bits(): number {
    const sometimes = this.seen.slice(this.shortest).filter(({ size }) => size === 1);
    const used = [...new Set([...this.used, ...sometimes.flatMap((characters) => [...characters])])].join('');
    const size = alphabets.find(([pattern]) => pattern.test(used))?.[1] ?? printable;
    return (this.varying + sometimes.length) * Math.log2(size);
  }
}

function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** Numbers whose differences are few multiples of one step are counted, however large the step is. */
class Counting {
  private last: bigint | undefined;
  private step = 0n;
  private largest = 0n;
  private differences = 0;

  add(value: bigint | undefined): void {
    if (value !== undefined && this.last !== undefined) {
      const difference = value > this.last ? value - this.last : this.last - value;
      this.step = greatestCommonDivisor(this.step, difference);
      if (difference > this.largest) this.largest = difference;
      this.differences++;
    }
    this.last = value ?? this.last;
  }

  /** The chance that numbers drawn at random do so is nil after a few: their differences have no common step. */
  isCounted(): boolean {
    return this.differences >= leastDifferences && this.step > 0n && this.largest / this.step < 1_000_000n;
  }
}

/** Fewer show nothing for certain. */
const leastDifferences = 6;

/** The number that a token writes, in decimal or hexadecimal digits; hyphens group them. */
function numberOf(token: string): bigint | undefined {
  const digits = token.replaceAll('-', '');
  if (/^\d{1,256}$/.test(digits)) return BigInt(digits);
  return /^[\da-f]{1,256}$/i.test(digits) ? BigInt(`0x${digits}`) : undefined;
}

class TokenSeries {
  private readonly owners = new Map<string, string>();
  private readonly fromStart = new Places();
  private readonly fromEnd = new Places();
  private readonly counting = new Counting();
  private shared = false;

  /** Number of different tokens. */
  get size(): number {
    return this.owners.size;
  }

  /** @param owner whom it was issued to, where that is known: the same token for two of them is no reuse */
  add(token: string, owner?: string): void {
    const key = digest(token);
    const known = this.owners.get(key);
    if (known !== undefined) {
      if (owner !== undefined && known !== '' && known !== owner) this.shared = true;
      return;
    }
    this.owners.set(key, owner ?? '');
    const characters = [...token];
    this.fromStart.add(characters);
    this.fromEnd.add(characters.toReversed());
    this.counting.add(numberOf(token));
  }

  /** Whom the token was issued to. */
  ownerOf(token: string): string | undefined {
    return this.owners.get(digest(token)) || undefined;
  }

  /** A token was issued to two users. */
  isShared(): boolean {
    return this.shared;
  }

  isCounted(): boolean {
    return this.counting.isCounted();
  }

  /** At most so many bits differ from token to token. Seen from one end a part that never changes may look shifted. */
  varyingBits(): number {
    return Math.floor(Math.min(this.fromStart.bits(), this.fromEnd.bits()));
  }
}

/** Everything that was issued in a run so far. */
export class IssuedTokens {
  readonly access = new TokenSeries();
  readonly refresh = new TokenSeries();
  /** Digest of the token by that of its `jti`. */
  private readonly tokenOfJti = new Map<string, string>();
  private repeated = false;

  addJti(jti: string, token: string): void {
    const [key, value] = [digest(jti), digest(token)];
    const known = this.tokenOfJti.get(key);
    if (known !== undefined && known !== value) this.repeated = true;
    this.tokenOfJti.set(key, value);
  }

  /** True when two different tokens have the same `jti`. */
  hasRepeatedJti(): boolean {
    return this.repeated;
  }

  get countOfJti(): number {
    return this.tokenOfJti.size;
  }
}
