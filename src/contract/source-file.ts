/** A YAML or JSON file as it was read: its value, and the line of every part of it. Files are untrusted. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { DocumentError, DocumentProblem } from './document-error.js';
import { pointerTokens } from './json-pointer.js';

/** The largest published documents have five to ten million characters. */
const sizeLimit = 16 * 1024 * 1024;
/** Far more than any document needs; deeper ones could exhaust the stack. */
const depthLimit = 100;
/** Aliases may not multiply the document beyond this many nodes (the "billion laughs"). */
const aliasLimit = 100;

type DocumentErrorClass = new (details: DocumentProblem, options?: ErrorOptions) => DocumentError;

export class SourceFile {
  #positions: { document: Document; lines: LineCounter } | undefined;

  private constructor(
    /** Path to read it from. */
    readonly path: string,
    /** Path as the user knows it. */
    readonly shownAs: string,
    readonly bytes: Buffer,
    readonly value: unknown,
    readonly text: string,
    private readonly failure: DocumentErrorClass,
  ) {}

  /** Throws the given class of error when the file is absent, too large or neither YAML nor JSON. */
  static async read(path: string, shownAs: string, failure: DocumentErrorClass): Promise<SourceFile> {
    return SourceFile.of(await readBounded(path, failing(shownAs, failure)), path, shownAs, failure);
  }

  /** Bytes that were read already. Throws as `read` does. */
  static of(bytes: Buffer, path: string, shownAs: string, failure: DocumentErrorClass): SourceFile {
    const fail = failing(shownAs, failure);
    let text: string;
    try {
      text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    } catch {
      return fail('the file is not UTF-8 text', 'save it as UTF-8');
    }
    const json = /\.json$/i.test(path) ? parsedJson(text) : undefined;
    if (json !== undefined) {
      refuseDepth(json, fail);
      return new SourceFile(path, shownAs, bytes, json, text, failure);
    }
    const positions = parsedYaml(text, fail);
    const [error] = positions.document.errors;
    if (error?.code === 'MULTIPLE_DOCS')
      fail(
        'the file holds several YAML documents',
        'keep the one that is meant',
        positions.lines.linePos(error.pos[0]).line,
      );
    if (error) {
      const reason = error.message.split('\n', 1)[0] ?? '';
      fail(
        `the file is not ${/\.json$/i.test(path) ? 'JSON' : 'YAML or JSON'}: ${reason}`,
        'correct the syntax at this line',
        positions.lines.linePos(error.pos[0]).line,
      );
    }
    let value: unknown;
    try {
      value = positions.document.toJS({ maxAliasCount: aliasLimit });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      return fail(`the aliases of the file cannot be resolved: ${reason}`, 'write out what the aliases mean');
    }
    refuseDepth(value, fail);
    const source = new SourceFile(path, shownAs, bytes, value, text, failure);
    source.#positions = positions;
    return source;
  }

  get sha256(): string {
    return createHash('sha256').update(this.bytes).digest('hex');
  }

  /** Line of the deepest part of the pointer that the file has: behind a `$ref` that is the line of the `$ref`. */
  line(pointer: string): number | undefined {
    this.#positions ??= parsedYaml(this.text);
    const { document, lines } = this.#positions;
    let node: unknown = document.contents;
    let offset = document.contents?.range?.[0];
    for (const token of pointerTokens(pointer)) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
        if (!pair) break;
        offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(token)];
        if (node === undefined) break;
        offset = (node as { range?: [number, number, number] | null }).range?.[0] ?? offset;
      } else break;
    }
    return offset === undefined ? undefined : lines.linePos(offset).line;
  }

  fail(pointer: string, problem: string, mend: string, options?: ErrorOptions): never {
    throw new this.failure({ file: this.shownAs, pointer, line: this.line(pointer), problem, mend }, options);
  }
}

/** YAML 1.2 section 5.2: a processor takes UTF-16, which its byte order mark tells. */
function encodingOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
}

type Fail = (problem: string, mend: string, line?: number) => never;

function failing(file: string, failure: DocumentErrorClass): Fail {
  return (problem, mend, line) => {
    throw new failure({ file, line, problem, mend });
  };
}

async function readBounded(path: string, fail: Fail): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return fail('it is not a file', 'name a YAML or JSON file');
    if (found.size > sizeLimit)
      return fail(`the file has more than ${sizeLimit} bytes`, 'split it into several files');
    return await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === undefined) throw cause;
    if (code === 'ENOENT') return fail('there is no such file', 'check the path');
    return fail(`the file cannot be read (${code})`, 'check the path and the permissions');
  }
}

/** JSON is read by the platform, which is much faster; `undefined` when it is not JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function parsedYaml(text: string, fail?: Fail): { document: Document; lines: LineCounter } {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      merge: true, // `<<`, which YAML 1.2 dropped and people go on writing
    });
    return { document, lines };
  } catch (cause) {
    // The parser is recursive: nesting without end exhausts its stack.
    if (fail && cause instanceof RangeError) return fail('the file is nested too deeply', 'flatten it');
    throw cause;
  }
}

function refuseDepth(value: unknown, fail: Fail): void {
  const done = new Set<unknown>();
  const above = new Set<unknown>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || done.has(node)) return;
    if (above.has(node)) fail('an alias of the file contains itself', 'write out what the alias means');
    if (above.size === depthLimit)
      fail(`the file is nested more than ${depthLimit} levels deep`, 'flatten it');
    above.add(node);
    for (const inner of Object.values(node)) visit(inner);
    above.delete(node);
    done.add(node);
  };
  visit(value);
}
