/**
 * Every secret in every form that it may have, and finding them in a text: in time that hardly depends on how many there are. What
 * the finds become is the redactor's matter.
 */
import { endOf, formsOf, type Layer, startOf } from './encodings.js';

/** Shorter texts occur by chance; they are only taken out where their place says what they are (`evidence.ts`). */
export const shortestSearched = 4;

/** What is left of a secret where a text was cut. */
const shortestRemainder = 8;

interface Pattern {
  readonly bytes: string;
  readonly marker: string;
  readonly base64: boolean;
}

/** A piece of a text, and what stands in its place. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly marker: string;
}

/** Bytes that make a key; no pattern is shorter (`shortestSearched`). */
const keyLength = 4;

/** The first four bytes as a number: patterns are looked up by it, so that their count does not matter. */
function keyAt(bytes: string, at: number): number {
  return (
    (bytes.charCodeAt(at) << 24) |
    (bytes.charCodeAt(at + 1) << 16) |
    (bytes.charCodeAt(at + 2) << 8) |
    bytes.charCodeAt(at + 3)
  );
}

/** Slots of a table of the keys that patterns begin with: nearly every place of a text is passed over by one look at it. */
const slots = 1 << 20;

/** Multiplied by 2^32 / φ, the upper bits depend on all bytes of the key. */
const slotOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 12;

const base64Character = /[A-Za-z0-9+/_-]/;

/**
 * Characters that may be compared for one text. Ordinary ones need a few thousand; a token that repeats itself, in a
 * text that repeats it, would need billions.
 */
const comparisonLimit = 16 * 1024 * 1024;

/** A text that takes more comparisons than a text may. */
export class TooRepetitive extends Error {}

/** The characters that may still be compared; throws when they are used up. */
export class Effort {
  #left = comparisonLimit;

  spend(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) throw new TooRepetitive();
  }
}

/** True where the piece of `bytes` can be this beginning of the pattern: last and middle character are cheap to see. */
function mayBe({ bytes: pattern }: Pattern, length: number, bytes: string, at: number): boolean {
  const [last, middle] = [length - 1, length >> 1];
  return (
    pattern.charCodeAt(last) === bytes.charCodeAt(at + last) &&
    pattern.charCodeAt(middle) === bytes.charCodeAt(at + middle)
  );
}

/** The piece of the original that these bytes of a layer stem from. */
export function place(layer: Layer, start: number, end: number, marker: string): Span {
  return { start: startOf(layer, start), end: endOf(layer, end - 1), marker };
}

export class SecretPatterns {
  readonly #byKey = new Map<number, Pattern[]>();
  readonly #beginnings = new Uint8Array(slots);
  readonly #known = new Set<string>();
  /** In the order in which they came; those that were forgotten, too. */
  readonly #inOrder: string[] = [];
  #longest = 0;

  /** Patterns that are searched for. */
  get count(): number {
    return this.#known.size;
  }

  /** Patterns that were ever added: see `noneSince`. */
  get added(): number {
    return this.#inOrder.length;
  }

  /** All forms of a value, to be replaced by the marker. */
  add(value: string, marker: string): void {
    const { plain, base64 } = formsOf(value);
    for (const bytes of plain) this.#add({ bytes, marker, base64: false });
    for (const bytes of base64) this.#add({ bytes, marker, base64: true });
  }

  #add(pattern: Pattern): void {
    if (pattern.bytes.length < shortestSearched || pattern.bytes.trim() === '') return;
    if (this.#known.has(pattern.bytes)) return;
    this.#known.add(pattern.bytes);
    this.#inOrder.push(pattern.bytes);
    const key = keyAt(pattern.bytes, 0);
    this.#beginnings[slotOf(key)] = 1;
    const bucket = this.#byKey.get(key);
    if (bucket) bucket.push(pattern);
    else this.#byKey.set(key, [pattern]);
    this.#longest = Math.max(this.#longest, pattern.bytes.length);
  }

  /** Whatever is replaced by this marker is no longer searched for. */
  forget(marker: string): void {
    for (const [key, bucket] of this.#byKey) {
      for (const pattern of bucket) if (pattern.marker === marker) this.#known.delete(pattern.bytes);
      this.#byKey.set(
        key,
        bucket.filter((pattern) => pattern.marker !== marker),
      );
    }
  }

  /** True where none of the patterns that came after the first `added` stands in these bytes. */
  noneSince(added: number, bytes: string): boolean {
    for (let at = added; at < this.#inOrder.length; at++)
      if (bytes.includes(this.#inOrder[at] ?? '')) return false;
    return true;
  }

  #longestAt(bytes: string, at: number, key: number, effort: Effort): Pattern | undefined {
    let longest: Pattern | undefined;
    for (const pattern of this.#byKey.get(key) ?? []) {
      const { length } = pattern.bytes;
      if (length <= (longest?.bytes.length ?? 0) || !mayBe(pattern, length, bytes, at)) continue;
      effort.spend(length);
      if (bytes.startsWith(pattern.bytes, at)) longest = pattern;
    }
    return longest;
  }

  /** Adds what it finds in a layer to the spans. Throws TooRepetitive. */
  search(layer: Layer, spans: Span[], effort: Effort): void {
    const { bytes } = layer;
    if (this.#byKey.size === 0) return;
    const beginnings = this.#beginnings;
    let key = 0;
    for (let end = 0; end < bytes.length; end++) {
      key = (key << 8) | bytes.charCodeAt(end);
      const at = end - (keyLength - 1);
      if (at < 0 || beginnings[slotOf(key)] === 0) continue;
      const found = this.#longestAt(bytes, at, key, effort);
      if (!found) continue;
      let from = at;
      let to = at + found.bytes.length;
      if (found.base64) {
        if (base64Character.test(bytes[from - 1] ?? '')) from--;
        if (base64Character.test(bytes[to] ?? '')) to++;
      }
      spans.push(place(layer, from, to, found.marker));
    }
  }

  /** The same for a beginning of a pattern at the end of a text that was cut. */
  searchEnd(layer: Layer, spans: Span[], effort: Effort): void {
    const { bytes } = layer;
    // The cut may also have gone through an escape or a character.
    const whole = bytes.replace(/(%[0-9a-f]?|\\(u[0-9a-f]{0,3})?|&#?\w{0,6}|\xef\xbf\xbd)$/i, '');
    for (const end of new Set([bytes.length, whole.length]))
      for (let at = Math.max(0, end - this.#longest); at + shortestRemainder <= end; at++) {
        const bucket = this.#byKey.get(keyAt(bytes, at));
        if (!bucket) continue;
        const rest = bytes.slice(at, end);
        const found = bucket.find((pattern) => {
          if (!mayBe(pattern, rest.length, bytes, at)) return false;
          effort.spend(rest.length);
          return pattern.bytes.startsWith(rest);
        });
        if (found) spans.push(place(layer, at, bytes.length, found.marker));
      }
  }
}
