/**
 * A place in an untrusted document: its value and its JSON pointer. Reading through it yields a value of the
 * expected type or an error that names the place, never a TypeError.
 */
import { childPointer } from './json-pointer.js';
import type { SourceFile } from './source-file.js';

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const places = new WeakMap<object, ReadonlyMap<string, string>>();

/**
 * An object that was made of parts of the document: errors and findings name the places where its members really
 * stand.
 *
 * @param pointers by member; a member without one is taken to stand below the object
 */
export function placed<T extends object>(value: T, pointers: Readonly<Record<string, string>>): T {
  places.set(value, new Map(Object.entries(pointers)));
  return value;
}

/** Members whose value is data; of any other, YAML that stops after the colon says nothing. */
const mayBeNull = new Set(['const', 'default', 'example', 'value']);

export class Cursor {
  constructor(
    readonly source: SourceFile,
    readonly pointer: string,
    readonly value: unknown,
  ) {}

  fail(problem: string, mend: string): never {
    return this.source.fail(this.pointer, problem, mend);
  }

  get isObject(): boolean {
    return isMembers(this.value);
  }

  #child(name: string, value: unknown): Cursor {
    const pointer = places.get(this.value as object)?.get(name) ?? childPointer(this.pointer, name);
    return new Cursor(this.source, pointer, value);
  }

  #members(): Members {
    if (isMembers(this.value)) return this.value;
    return this.fail('an object is expected here', 'write a mapping (name: value)');
  }

  /** An own member; `undefined` when absent, or left empty. Throws when this is not an object. */
  get(name: string): Cursor | undefined {
    const members = this.#members();
    if (!Object.hasOwn(members, name) || members[name] === undefined) return undefined;
    if (members[name] === null && !mayBeNull.has(name)) return undefined;
    return this.#child(name, members[name]);
  }

  /** `get` several times; `undefined` as soon as one is absent. */
  at(...names: readonly string[]): Cursor | undefined {
    return names.reduce<Cursor | undefined>((cursor, name) => cursor?.get(name), this);
  }

  /** All own members, in order. */
  entries(): [string, Cursor][] {
    return Object.entries(this.#members()).map(([name, value]) => [name, this.#child(name, value)]);
  }

  /** All elements. Throws when this is not an array. */
  items(): Cursor[] {
    if (!Array.isArray(this.value)) return this.fail('a list is expected here', 'write a list');
    return this.value.map((value, index) => this.#child(String(index), value));
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('text is expected here', 'write text');
  }

  /** The text of a member; `undefined` when absent. */
  textOf(name: string): string | undefined {
    return this.get(name)?.text();
  }

  /** The same place with another value. */
  with(value: unknown): Cursor {
    return new Cursor(this.source, this.pointer, value);
  }
}
