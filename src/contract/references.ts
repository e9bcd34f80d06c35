/**
 * Resolving `$ref` over the local files of a project. Nothing is ever fetched, and nothing is read outside of
 * the project's tree, whatever an (untrusted) document refers to.
 */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { $RefParser, type JSONSchema, MissingPointerError } from '@apidevtools/json-schema-ref-parser';
import { withBranchValues } from './discriminators.js';
import { ContractError } from './document-error.js';
import { childPointer, pointerTokens } from './json-pointer.js';
import { relevantPart, soundPart } from './relevant-part.js';
import { SourceFile } from './source-file.js';

const fileLimit = 256;
/** All files together, bytes. */
const totalLimit = 32 * 1024 * 1024;
const depthLimit = 200;
const timeLimitMs = 5000;

interface Reference {
  readonly text: string;
  readonly pointer: string;
}

function referencesIn(value: unknown, path: readonly string[] = [], seen = new Set<unknown>()): Reference[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string'
      ? [{ text: inner, pointer: [...path, name].reduce(childPointer, '#') }]
      : referencesIn(inner, [...path, name], seen),
  );
}

/** The nearest ancestor that holds package.json or .git, else the document's own directory. */
function projectTree(directory: string): string {
  for (let current = directory; ; current = dirname(current)) {
    if (existsSync(join(current, 'package.json')) || existsSync(join(current, '.git'))) return current;
    if (dirname(current) === current) return directory;
  }
}

function isBelow(tree: string, path: string): boolean {
  return path.startsWith(tree.endsWith(sep) ? tree : tree + sep);
}

/**
 * A copy, because the library changes what it is given. A file is known by its place: `$id` does not move it. What
 * discriminators say about references is said beside them.
 */
function prepared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prepared);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(withBranchValues(value as Record<string, unknown>)).filter(
    ([name, inner]) => name !== '$id' || typeof inner !== 'string',
  );
  return Object.fromEntries(members.map(([name, inner]) => [name, prepared(inner)]));
}

/** `undefined`: not a relative path (a scheme, a host, or characters that no path can hold). */
export function targetOf(address: string, from: string): string | undefined {
  if (/^\s*([a-z][a-z0-9+.-]*:|[\\/]{2})/i.test(address)) return undefined;
  try {
    const url = new URL(address, pathToFileURL(from));
    return url.protocol === 'file:' && url.host === '' && url.search === '' ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface Dereferenced {
  /** With every `$ref` replaced by what it refers to. Circular references become circular objects. */
  readonly value: unknown;
  /** By path: the document and every file that it refers to. */
  readonly files: ReadonlyMap<string, SourceFile | undefined>;
  /** JSON pointers of what was not read, because its references lead nowhere: it does not concern token requests. */
  readonly without: readonly string[];
}

class ReferenceResolver {
  readonly #root: SourceFile;
  readonly #tree: string;
  /** By path; `undefined` for a file that may be read and was not yet. */
  readonly #files = new Map<string, SourceFile | undefined>();
  #bytes = 0;
  /** The library wraps what a resolver throws; the first refusal is kept as it is. */
  #refusal: unknown;

  constructor(root: SourceFile) {
    this.#root = root;
    this.#tree = projectTree(dirname(root.path));
    this.#files.set(root.path, root);
  }

  /** @param of the document, or a part of it */
  async dereference(of: unknown): Promise<Omit<Dereferenced, 'without'>> {
    const copy = prepared(relevantPart(of)) as JSONSchema;
    await this.#admitReferences(this.#root, copy);
    const files = { canRead: true, read: (file: { url: string }) => this.#read(decoded(file.url)) };
    const parsed = { canParse: true, allowEmpty: true, parse: (file: { data: unknown }) => file.data };
    try {
      const value = await new $RefParser().dereference(this.#root.path, copy, {
        // Only admitted files are read: neither the library's file resolver nor its http resolver is used.
        resolve: { file: false, http: false, files },
        parse: { json: false, yaml: false, text: false, binary: false, parsed: parsed as never },
        dereference: { circular: true, maxDepth: depthLimit },
        timeoutMs: timeLimitMs,
      });
      return { value, files: this.#files };
    } catch (error) {
      throw this.#explained(error);
    }
  }

  async #read(path: string): Promise<unknown> {
    try {
      // What was admitted is read, however the library spells the path.
      if (!this.#files.has(path)) throw new Error(`${this.#shown(path)} is referred to in an unusual way`);
      const source = this.#files.get(path) ?? (await SourceFile.read(path, this.#shown(path), ContractError));
      this.#files.set(path, source);
      this.#bytes += source.bytes.length;
      if (this.#bytes > totalLimit)
        source.fail(
          '#',
          `the files of the document have more than ${totalLimit} bytes`,
          'leave out what is not needed',
        );
      const copy = prepared(source.value);
      await this.#admitReferences(source, copy);
      return copy;
    } catch (error) {
      this.#refusal ??= error;
      throw error;
    }
  }

  async #admitReferences(source: SourceFile, value: unknown): Promise<void> {
    for (const reference of referencesIn(value)) await this.#admit(source, reference);
  }

  async #admit(source: SourceFile, { text, pointer }: Reference): Promise<void> {
    const shown = JSON.stringify(text);
    const [address = '', fragment = ''] = text.split('#', 2);
    if (fragment !== '' && !fragment.startsWith('/'))
      source.fail(
        pointer,
        `the reference ${shown} names an anchor`,
        'refer by JSON pointer, e.g. #/components/schemas/Name',
      );
    if (/\/(__proto__|constructor|prototype)(\/|$)/.test(decoded(fragment)))
      source.fail(pointer, `the reference ${shown} uses a reserved name`, 'give the component another name');
    if (address === '') return;
    const target = targetOf(address, source.path);
    if (target === undefined)
      source.fail(
        pointer,
        `the reference ${shown} is not a relative path; nothing is fetched`,
        'save a copy of the file beside the document and refer to it by a relative path',
      );
    const real = await realpath(target).catch(() => undefined);
    if (![target, real ?? target].every((path) => isBelow(this.#tree, path)))
      source.fail(
        pointer,
        `the reference ${shown} leaves the project (${this.#shown(this.#tree)})`,
        'copy the file into the project, below the directory that holds package.json or .git',
      );
    if (real === undefined)
      source.fail(
        pointer,
        `the reference ${shown} names a file that does not exist`,
        'correct the path; it is relative to the file that holds the reference',
      );
    if (this.#files.has(target)) return;
    if (this.#files.size >= fileLimit)
      source.fail(pointer, `the document spreads over more than ${fileLimit} files`, 'join some of them');
    this.#files.set(target, undefined);
  }

  /** Paths are shown in the way the user named the document: relative or absolute. */
  #shown(path: string): string {
    return join(dirname(this.#root.shownAs), relative(dirname(this.#root.path), path));
  }

  #explained(error: unknown): unknown {
    if (this.#refusal instanceof ContractError) return this.#refusal;
    try {
      if (error instanceof MissingPointerError) this.#failDangling(error);
      const reason = error instanceof Error ? error.message : String(error);
      return this.#root.fail(
        '#',
        `its references cannot be resolved: ${reason}`,
        'look for references that nest or repeat without end',
      );
    } catch (explained) {
      return explained;
    }
  }

  /** The library knows the place as `#/pointer` of the target's own file, or as `path#/pointer` of another one. */
  #failDangling({ source: target, parentPath = '', targetRef, targetToken }: MissingPointerError): never {
    const [path = '', place = ''] = decoded(parentPath).split(/#(?=\/|$)/, 2);
    const holder = this.#files.get(path) ?? this.#files.get(decoded(target ?? '')) ?? this.#root;
    return holder.fail(
      childPointer(`#${place}`, '$ref'),
      `the reference ${JSON.stringify(targetRef)} leads nowhere: there is no ${JSON.stringify(targetToken)}`,
      'correct the reference, or add what it names',
    );
  }
}

/**
 * The document with its references resolved. What leads nowhere and does not concern token requests is given up.
 *
 * @throws ContractError for a reference that is remote, leaves the project, or leads nowhere.
 */
export async function dereference(root: SourceFile): Promise<Dereferenced> {
  try {
    return { ...(await new ReferenceResolver(root).dereference(root.value)), without: [] };
  } catch (refusal) {
    const sound = soundPart(root.value, (reference) => leadsNowhere(root, reference));
    if (!(refusal instanceof ContractError) || sound.without.length === 0) throw refusal;
    const rest = await new ReferenceResolver(root).dereference(sound.root).catch(() => undefined);
    if (!rest) throw refusal;
    return { ...rest, without: sound.without };
  }
}

/** A reference of the document itself, by its text. */
function leadsNowhere(root: SourceFile, reference: string): boolean {
  const [address = '', fragment = ''] = reference.split('#', 2);
  if (address !== '') {
    const target = targetOf(address, root.path);
    return target === undefined || !existsSync(target);
  }
  const found = pointerTokens(decoded(fragment)).reduce<unknown>(
    (value, token) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, token)
        ? (value as Readonly<Record<string, unknown>>)[token]
        : undefined,
    root.value,
  );
  return found === undefined;
}
