/** A document that people wrote cannot be used: what is wrong, where, and how to mend it. */

export interface DocumentProblem {
  /** The file as the user knows it. */
  readonly file: string;
  /** JSON pointer into the file, such as `#/paths/~1oauth~1token`. `undefined`: the file as a whole. */
  readonly pointer?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  readonly problem: string;
  /** What to do about it. */
  readonly mend: string;
}

const longest = 1500;

/** Documents are untrusted: what they hold must not steer a terminal (controls, bidirectional overrides). */
function printable(text: string): string {
  const escaped = text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return escaped.length > longest ? `${escaped.slice(0, longest)}…` : escaped;
}

/** A file that people wrote cannot be used; the message shows all parts in three lines. */
export class DocumentError extends Error {
  readonly file: string;
  readonly pointer: string | undefined;
  readonly line: number | undefined;
  readonly problem: string;
  readonly mend: string;

  constructor(details: DocumentProblem, options?: ErrorOptions) {
    const problem = printable(details.problem);
    const mend = printable(details.mend);
    const pointer = details.pointer === undefined ? undefined : printable(details.pointer);
    const place =
      printable(details.file) +
      (details.line === undefined ? '' : `, line ${details.line}`) +
      (pointer === undefined ? '' : ` (${pointer})`);
    super(`${place}:\n  ${problem}\n  To mend it: ${mend}`, options);
    this.name = new.target.name;
    this.file = details.file;
    this.pointer = pointer;
    this.line = details.line;
    this.problem = problem;
    this.mend = mend;
  }
}

/** The OpenAPI document cannot be read as a contract. */
export class ContractError extends DocumentError {}
